import { isMainThread } from 'node:worker_threads';
import { safely } from '@botanu/core/authoring';
import { type DeliveryRuntime, getDeliveryRuntime, type Participant } from './delivery-runtime';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Has a processor flushed when the process ends: when there is nothing more to do (`beforeExit`), on SIGTERM and SIGINT,
 * and, synchronously, on `exit`. All processors of a thread share one listener for each. A {@link DeliverySpanProcessor}
 * joins by itself; what stands before one, and holds spans back, joins after it.
 *
 * @param participant - What to flush.
 * @returns Takes it out again; the last one takes the listeners with it.
 * @example
 * ```ts
 * const leave = joinEndings({ drain: async () => {}, isIdle: () => true, abandon: () => {} });
 * leave();
 * ```
 */
export function joinEndings(participant: Participant): () => void {
  const runtime = getDeliveryRuntime();
  runtime.participants.add(participant);
  runtime.removeListeners ??= addListeners(runtime);
  return () => {
    runtime.participants.delete(participant);
    if (runtime.participants.size === 0) {
      runtime.removeListeners?.();
      runtime.removeListeners = undefined;
    }
  };
}

function addListeners(runtime: DeliveryRuntime): () => void {
  const onBeforeExit = (): void => {
    // A listener of beforeExit that always starts something would keep the process alive for ever.
    if (![...runtime.participants].every((participant) => participant.isIdle())) {
      void drainAll(runtime);
    }
  };
  const onExit = (): void => {
    abandonAll(runtime);
  };
  process.on('beforeExit', onBeforeExit);
  process.on('exit', onExit);
  // Node delivers signals to the main thread alone.
  const removeSignalListeners = isMainThread ? SIGNALS.map((signal) => listenTo(signal, runtime)) : [];
  return () => {
    process.off('beforeExit', onBeforeExit);
    process.off('exit', onExit);
    for (const remove of removeSignalListeners) {
      remove();
    }
  };
}

/** Waits for all processors, and keeps the process alive meanwhile. */
async function drainAll({ participants }: DeliveryRuntime): Promise<void> {
  const keepAlive = setInterval(() => {}, 60_000);
  await Promise.all([...participants].map((participant) => participant.drain().catch(() => {})));
  clearInterval(keepAlive);
}

/** The last to join first: it hands over to one that was there before it. */
function abandonAll({ participants }: DeliveryRuntime): void {
  for (const participant of [...participants].reverse()) {
    safely('keep the last spans', () => participant.abandon());
  }
}

function listenTo(signal: NodeJS.Signals, runtime: DeliveryRuntime): () => void {
  let isFlushing = false;
  let isRemoved = false;
  const listener = (): void => {
    if (process.listenerCount(signal) > 1) {
      // The application decides what becomes of the process: we only make good use of the time that it takes.
      for (const participant of runtime.participants) {
        void participant.drain().catch(() => {});
      }
    } else if (isFlushing) {
      // Somebody insists.
      handOn();
    } else {
      isFlushing = true;
      void drainAll(runtime).then(handOn);
    }
  };
  const handOn = (): void => {
    isFlushing = false;
    // A signal without any listener ends the process without `exit`.
    abandonAll(runtime);
    process.off(signal, listener);
    process.kill(process.pid, signal);
    // As process 1 of a container it goes on living: the kernel ignores signals that it does not listen to.
    setTimeout(() => {
      if (!isRemoved) {
        process.on(signal, listener);
      }
    }, 100).unref();
  };
  process.on(signal, listener);
  return () => {
    isRemoved = true;
    process.off(signal, listener);
  };
}
