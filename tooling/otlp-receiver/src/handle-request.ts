import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { acceptRequest } from './accept-request';
import { answerTo, sendAnswer } from './answer';
import { type Behaviour, delayOf, keepsData } from './behaviour';
import type { Misbehaviour } from './misbehaviour';
import type { ReceivedData } from './received-data';
import { Refusal } from './refusal';
import { recordOf } from './request-record';
import { countItems, firstItems, noItems, type ReceivedItems } from './signals';

/** What handling a request needs of its receiver. */
export interface ReceiverState {
  readonly received: ReceivedData;
  readonly misbehaviour: Misbehaviour;
  readonly maxBodyBytes: number;
}

/** Treats one request as the next behaviour says, or as a healthy collector does. */
export async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  state: ReceiverState,
): Promise<void> {
  const record = recordOf(request);
  const isExport = record.signal !== undefined && record.method === 'POST';
  const behaviour = isExport ? state.misbehaviour.takeNext() : undefined;
  if (behaviour?.type === 'drop' && behaviour.when !== 'response') {
    state.received.addRequest(record, noItems);
    await pause(behaviour, request);
    request.socket.destroy();
    return;
  }
  const items = await acceptRequest(request, record, state.maxBodyBytes).catch(asRefusal);
  const result = items instanceof Refusal ? items : keptAndRejected(items, behaviour);
  const kept = result instanceof Refusal ? noItems : result.kept;
  record.acceptedItemCount = countItems(kept);
  state.received.addRequest(record, kept);
  // Without a delay the status is known by the time that somebody who waits for the data sees it.
  if (delayOf(behaviour) > 0) await pause(behaviour, request);
  if (behaviour?.type === 'never') return;
  if (behaviour?.type === 'drop') {
    request.socket.destroy();
    return;
  }
  if (request.socket.destroyed) return;
  const answer = answerTo(record, behaviour, result instanceof Refusal ? result : result.rejectedCount);
  record.status = answer.status;
  sendAnswer(response, answer);
  // What is left of a body that was refused half-way is read and forgotten, so that the sender sees the answer.
  request.resume();
}

/** Holds back what comes next; rejects when the connection ends meanwhile, be it by the sender or by `close()`. */
async function pause(behaviour: Behaviour | undefined, { socket }: IncomingMessage): Promise<void> {
  const gone = new AbortController();
  const onClose = () => gone.abort();
  if (socket.destroyed) onClose();
  socket.once('close', onClose);
  await sleep(delayOf(behaviour), undefined, { signal: gone.signal }).finally(() =>
    socket.off('close', onClose),
  );
}

/** What a behaviour makes of the items of a request. */
function keptAndRejected(items: ReceivedItems, behaviour: Behaviour | undefined) {
  const itemCount = countItems(items);
  const rejectedCount = behaviour?.type === 'partialSuccess' ? Math.min(behaviour.rejected, itemCount) : 0;
  const kept = keepsData(behaviour) ? firstItems(items, itemCount - rejectedCount) : noItems;
  return { kept, rejectedCount };
}

function asRefusal(error: unknown): Refusal {
  return error instanceof Refusal ? error : new Refusal(500, `the receiver failed: ${String(error)}`);
}
