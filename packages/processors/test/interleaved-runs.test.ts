import { event, step } from '@botanu/core';
import { type AnySpanProcessor, SDK_LINES } from '@botanu-tooling/test-tracing';
import { type Attributes, trace } from '@opentelemetry/api';
import { RunContextEnricher } from '../src';

// A minute on an idle machine.
jest.setTimeout(300_000);

const RUN_COUNT = 100_000;

/** Compares, at the end of each span, the run that was stamped with the one that the application knows. */
class Comparer implements AnySpanProcessor {
  compared = 0;
  readonly mistaken: Attributes[] = [];
  onStart(): void {}
  onEnd(span: { readonly attributes: Attributes }): void {
    const { expected, 'botanu.run_id': stamped } = span.attributes;
    if (expected !== undefined) {
      this.compared += 1;
      if (expected !== stamped) {
        this.mistaken.push(span.attributes);
      }
    }
  }
  forceFlush(): Promise<void> {
    return Promise.resolve();
  }
  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

it(`of ${RUN_COUNT} runs that are interleaved with random delays, no span has a neighbour's id`, async () => {
  const comparer = new Comparer();
  const [, latest] = SDK_LINES;
  const tracing = latest?.start({ processors: [new RunContextEnricher(), comparer], keepSpans: false });
  const tracer = trace.getTracer('app');
  const pause = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 50));
  const work = (expected: string) => tracer.startSpan('work', { attributes: { expected } }).end();

  await Promise.all(
    Array.from({ length: RUN_COUNT }, (_, index) =>
      event({ eventId: index, customerId: index % 97, workflow: 'Support' }, async (run) => {
        work(run.runId);
        await pause();
        work(run.runId);
        await step('generation', async () => {
          await pause();
          work(run.runId);
        });
      }),
    ),
  );

  expect(comparer.mistaken).toEqual([]);
  expect(comparer.compared).toBe(3 * RUN_COUNT);
  await tracing?.stop();
});
