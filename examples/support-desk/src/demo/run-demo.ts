import { type ReceivedSpan, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { type BilledCall, startModelServer } from '../model-server/server';
import type { Ticket } from '../tickets/ticket';
import type { Progress } from './progress';
import { type Answers, sendTickets } from './send-tickets';
import { type ServiceDefinition, withService } from './service';
import { servicesEnvironment } from './services-environment';

/** What is left when everything has stopped. */
export interface DemoResult {
  /** What the OTLP receiver decoded: all that the report is made of. */
  readonly spans: readonly ReceivedSpan[];
  /** The model server's own log, to compare the report with. */
  readonly billedCalls: readonly BilledCall[];
  readonly answers: Answers;
}

/**
 * Starts the receiver, the model server and the two services, sends the tickets, and stops all of it again.
 *
 * @param tickets - The tickets.
 * @param progress - Told after each.
 * @returns What came of it.
 */
export async function runDemo(tickets: readonly Ticket[], progress: Progress): Promise<DemoResult> {
  const receiver = await startOtlpReceiver();
  const modelServer = await startModelServer();
  try {
    const answers = await sendThroughServices(tickets, progress, receiver.url, modelServer.baseUrl);
    return { spans: receiver.spans, billedCalls: modelServer.billedCalls, answers };
  } finally {
    await modelServer.close();
    await receiver.close();
  }
}

async function sendThroughServices(
  tickets: readonly Ticket[],
  progress: Progress,
  collectorUrl: string,
  modelBaseUrl: string,
): Promise<Answers> {
  const telemetry = { BOTANU_COLLECTOR_ENDPOINT: collectorUrl, BOTANU_ENVIRONMENT: 'demo' };
  const knowledge = {
    name: 'knowledge',
    script: require.resolve('../knowledge'),
    environment: servicesEnvironment(process.env, telemetry),
  };
  const deskFor = (knowledgeUrl: string): ServiceDefinition => ({
    name: 'desk',
    script: require.resolve('../desk'),
    environment: servicesEnvironment(process.env, {
      ...telemetry,
      KNOWLEDGE_URL: knowledgeUrl,
      OPENAI_BASE_URL: modelBaseUrl,
      OPENAI_API_KEY: 'demo-key',
    }),
  });
  return withService(knowledge, (knowledgeUrl) =>
    withService(deskFor(knowledgeUrl), (deskUrl) => sendTickets(deskUrl, tickets, progress)),
  );
}
