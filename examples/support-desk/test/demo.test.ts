import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calcPrice } from '@pydantic/genai-prices';
import { ARTICLES } from '../src/knowledge/articles';
import type { BilledCall } from '../src/model-server/server';
import { type DemoProcess, runDemoProcess } from './run-demo-process';

const TIMEOUT_MS = 120_000;
const LOSE_HEADER = join(__dirname, 'fixtures', 'lose-header.cjs');

function numberIn(text: string | undefined): number {
  return Number((text ?? 'nothing').replaceAll(',', ''));
}

/** The cells of the printed line that begins with a word. */
function cellsOf(stdout: string, firstCell: string): readonly string[] {
  const line = stdout.split('\n').find((candidate) => candidate.startsWith(`${firstCell} `)) ?? '';
  return line.split(/ {2,}/);
}

function sumsOf(calls: readonly BilledCall[]) {
  return {
    calls: calls.length,
    inputTokens: calls.reduce((sum, call) => sum + call.inputTokens, 0),
    outputTokens: calls.reduce((sum, call) => sum + call.outputTokens, 0),
  };
}

describe('the demo with its own tickets', () => {
  let demo: DemoProcess;

  beforeAll(async () => {
    demo = await runDemoProcess([]);
  }, TIMEOUT_MS);

  it('exits with 0 after all tickets, and says that all spans carry their run context', () => {
    expect(demo.stderr).toContain('48 of 48 tickets (100%)');
    expect(demo.stdout).toMatch(
      /^✓ \d+ spans descend from a run span; all carry their run context \(desk \d+, knowledge \d+\)\.$/m,
    );
    expect(demo.exitCode).toBe(0);
  });

  it('prints per model what the model server logged by itself', () => {
    const log = demo.json?.modelServerLog ?? [];
    const models = [...new Set(log.map(({ model }) => model))];
    expect(models.length).toBeGreaterThanOrEqual(2);
    for (const model of models) {
      const logged = sumsOf(log.filter((call) => call.model === model));
      const [, calls, inputTokens, outputTokens, dollars] = cellsOf(demo.stdout, model);
      expect({
        calls: numberIn(calls),
        inputTokens: numberIn(inputTokens),
        outputTokens: numberIn(outputTokens),
      }).toEqual(logged);
      const price = calcPrice(
        { input_tokens: logged.inputTokens, output_tokens: logged.outputTokens },
        model,
        { providerId: 'openai' },
      );
      expect(numberIn(dollars)).toBeCloseTo(price?.total_price ?? Number.NaN, 6);
    }
  });

  it('prints tables of events and of customers whose lines sum up to the whole log', () => {
    const logged = sumsOf(demo.json?.modelServerLog ?? []);
    const events = demo.json?.events ?? [];
    const customers = demo.json?.customers ?? [];
    const rows = [
      // Behind the customer, the rows and the bytes.
      events.map(({ eventId }) => cellsOf(demo.stdout, eventId).slice(4)),
      customers.map(({ customerId }) => cellsOf(demo.stdout, customerId).slice(2)),
    ];
    const total = cellsOf(demo.stdout, 'all customers').slice(2);
    for (const table of rows) {
      const column = (index: number): number => table.reduce((sum, cells) => sum + numberIn(cells[index]), 0);
      expect([column(3), column(4)]).toEqual([logged.inputTokens, logged.outputTokens]);
      for (const index of [0, 1, 2, 3, 4]) {
        expect(column(index)).toBe(numberIn(total[index]));
      }
      expect(column(5)).toBeCloseTo(numberIn(total[5]), 4);
    }
    expect(numberIn(total[0])).toBe(demo.json?.runsReportedByDesk);
    expect(events).toHaveLength(48);
  });

  it('shows tickets that needed a second attempt, that failed and that called a tool', () => {
    const tickets = new Map(demo.json?.events.map((row) => [row.eventId, row]));
    expect(tickets.get('T-1002')).toMatchObject({ runs: 2, attempts: 2, outcome: 'success' });
    expect(tickets.get('T-1012')).toMatchObject({ runs: 1, attempts: 1, outcome: 'failure' });
    expect(tickets.get('T-1013')).toMatchObject({ runs: 2, attempts: 2, outcome: 'failure' });
    expect(tickets.get('T-1010')).toMatchObject({ outcome: 'partial' });
    // Classification, the call of the tool, and the answer.
    expect(tickets.get('T-1001')).toMatchObject({ modelCalls: 3, outcome: 'success' });
  });

  it('prints the rows and bytes that each ticket took from the knowledge base', () => {
    const tickets = new Map(demo.json?.events.map((row) => [row.eventId, row]));
    // Each attempt asks for as many articles as it has tried; the tool asks for an order.
    expect(tickets.get('T-1003')).toMatchObject({ databaseCalls: 1, rows: 1 });
    expect(tickets.get('T-1002')).toMatchObject({ databaseCalls: 2, rows: 1 + 2 });
    expect(tickets.get('T-1001')).toMatchObject({ databaseCalls: 2, rows: 1 + 1 });
    const sizes = ARTICLES.map((article) => Buffer.byteLength(JSON.stringify([article])));
    expect(sizes).toContain(tickets.get('T-1003')?.bytes);
    const events = demo.json?.events ?? [];
    const printed = events.map(({ eventId }) => cellsOf(demo.stdout, eventId).slice(2, 4).map(numberIn));
    expect(printed).toEqual(events.map(({ rows, bytes }) => [rows, bytes]));
    const sums = printed.reduce(([rows = 0, bytes = 0], [moreRows = 0, moreBytes = 0]) => [
      rows + moreRows,
      bytes + moreBytes,
    ]);
    expect(cellsOf(demo.stdout, 'all databases').slice(2).map(numberIn)).toEqual(sums);
    expect(demo.stdout).toMatch(
      /^knowledge +.*db\.postgresql\.select +\S+ m?s {2}\d+ rows? {2}[\d,]+ bytes$/m,
    );
  });

  it('draws one ticket as a tree across both services, with both of its runs', () => {
    const tree = demo.stdout.slice(0, demo.stdout.indexOf('What each ticket cost'));
    expect(tree).toMatch(/botanu\.run\/Support +\S+ m?s {2}attempt 1: failure {2}DraftRejectedError/);
    expect(tree).toMatch(/botanu\.run\/Support +\S+ m?s {2}attempt 2: success/);
    expect(tree).toMatch(/^knowledge +.*GET \/search/m);
    expect(tree).toMatch(/^desk +.*chat gpt-4\.1 .*\d+ in {2}\d+ out {2}\$0\.\d{6}$/m);
  });

  it('is readable at 110 columns, without colours in a file', () => {
    expect(Math.max(...demo.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
    expect(demo.stdout).not.toContain('\u001b');
  });

  it(
    'has the same outcomes and tokens each time',
    async () => {
      const { json } = await runDemoProcess([]);
      expect(json?.customers).toEqual(demo.json?.customers);
      expect(json?.events).toEqual(demo.json?.events);
    },
    TIMEOUT_MS,
  );
});

describe('the demo with other tickets', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tickets-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function write(name: string, content: string): string {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  }

  it(
    'reports bad lines of a CSV file and goes on with the rest',
    async () => {
      const path = write(
        'mine.csv',
        'id,customerId,subject,text\nC-1,acme,"Hi, you","all is\ndown"\nC-2,acme,short\nC-3,"bad"x,s,t\nC-4,beta,s,hello\n',
      );
      const { exitCode, stderr, json } = await runDemoProcess(['--tickets', path]);
      expect(stderr).toContain(`${path}:4: skipped: 3 columns where the header has 4`);
      expect(stderr).toContain(`${path}:5: skipped: its quotes do not match`);
      expect(
        json?.events.map(({ eventId, customerId, attempts }) => [eventId, customerId, attempts]),
      ).toEqual([
        ['C-1', 'acme', 2],
        ['C-4', 'beta', 1],
      ]);
      expect(exitCode).toBe(0);
    },
    TIMEOUT_MS,
  );

  it(
    'takes ids and texts of any kind, also twice',
    async () => {
      const line = {
        id: 'Ü 1/2, "ö"; 日本',
        customerId: '=cmd|a,b;c%20',
        text: '<|endoftext|> \u001b[31m 👩‍💻 \u0000',
      };
      const path = write('mine.jsonl', `${JSON.stringify(line)}\n${JSON.stringify(line)}\n`);
      const { exitCode, stdout, json } = await runDemoProcess(['--tickets', path]);
      expect(json?.events).toEqual([
        expect.objectContaining({ eventId: line.id, customerId: line.customerId, runs: 2, attempts: 1 }),
      ]);
      expect(stdout).toContain('日本');
      expect(exitCode).toBe(0);
    },
    TIMEOUT_MS,
  );

  it(
    "goes its own way whatever a user's own variables say",
    async () => {
      const path = write('mine.jsonl', '{"id": "J-1", "customerId": "acme", "text": "hello"}\n');
      const { exitCode } = await runDemoProcess(['--tickets', path], {
        OTEL_SDK_DISABLED: 'true',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
        OPENAI_BASE_URL: 'http://127.0.0.1:1/v1',
      });
      expect(exitCode).toBe(0);
    },
    TIMEOUT_MS,
  );

  it.each([
    ['baggage', 'it has no botanu.run_id'],
    ['traceparent', 'it belongs to no run'],
  ])(
    'exits with 1 where %s gets lost on the way to the other service',
    async (header, reason) => {
      const path = write('mine.jsonl', '{"id": "J-1", "customerId": "acme", "text": "hello"}\n');
      const { exitCode, stdout } = await runDemoProcess(['--tickets', path], {
        LOST_HEADER: header,
        NODE_OPTIONS: `--require ${JSON.stringify(LOSE_HEADER)}`,
      });
      expect(stdout).toMatch(new RegExp(`^ {2}knowledge: "GET" \\(.*\\): ${reason}$`, 'm'));
      expect(exitCode).toBe(1);
    },
    TIMEOUT_MS,
  );

  it('exits with 2 and one line for a file without tickets, and for an option that it does not know', async () => {
    const path = write('mine.jsonl', 'nothing\n');
    const without = await runDemoProcess(['--tickets', path]);
    expect(without.stderr).toBe(`${path} holds no valid ticket (line 1: not JSON)\n`);
    expect(without.exitCode).toBe(2);
    const unknown = await runDemoProcess(['--ticket', path]);
    expect(unknown.stderr).toContain("Unknown option '--ticket'");
    expect(unknown.exitCode).toBe(2);
  });
});
