import { RunContextEnricher } from '@botanu/processors';
import { SDK_LINES, type TestTracing } from '@botanu-tooling/test-tracing';
import { type Application, frameworks, type SeenRun } from '../src';

const latest = SDK_LINES[1] as (typeof SDK_LINES)[number];
const RUN_ID = '01912f4e-7b3a-7c1d-9e2f-0123456789ab';
const BAGGAGE = `botanu.run_id=${RUN_ID},botanu.workflow=Caller,botanu.event_id=ticket%2042,botanu.customer_id=acme`;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let tracing: TestTracing;
beforeEach(() => {
  tracing = latest.start({ processors: [new RunContextEnricher()] });
});
afterEach(() => tracing.stop());

async function seen(response: Response): Promise<SeenRun> {
  return (await response.json()) as SeenRun;
}

describe.each(frameworks)('$name', ({ start }) => {
  let app: Application;
  afterEach(() => app.close());

  const get = (path: string, headers: Record<string, string> = {}) => fetch(app.url + path, { headers });

  describe('a request without a run', () => {
    beforeEach(async () => {
      app = await start({ workflow: 'Support' });
    });

    it.each(['/run', '/async', '/error', '/async-error', '/sub/7/run', '/customers/9/run'])(
      'begins one, which %s sees and the response names',
      async (path) => {
        const response = await get(path);
        const run = await seen(response);
        expect(run).toMatchObject({ workflow: 'Support', eventId: '', customerId: '' });
        expect(run.runId).toMatch(UUID);
        expect(response.headers.get('x-botanu-run-id')).toBe(run.runId);
        expect(response.headers.get('x-botanu-workflow')).toBe('Support');
      },
    );
  });
});
