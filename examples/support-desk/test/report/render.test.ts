import { renderCheck, renderReport } from '../../src/report/render';
import { createReport } from '../../src/report/report';
import { styleFor } from '../../src/report/style';
import { makeDatabaseSpan, makeModelSpan, makeRunSpan, makeSpan, runAttributes, usage } from './make-spans';

const PLAIN = styleFor(false, {});
const RUN = { runId: 'run-1', eventId: 'T-1', customerId: 'acme' };
const RETRY = { ...RUN, runId: 'run-2' };

function twoAttempts() {
  const request = makeSpan('desk', 'POST', { attributes: { 'url.path': '/tickets' } });
  const first = makeRunSpan(RUN, { status: 'failure', parent: request });
  const call = makeSpan('desk', 'GET', {
    parentSpanId: first.spanId,
    attributes: { ...runAttributes(RUN), 'url.full': 'http://127.0.0.1:1/search?q=secret' },
  });
  const served = makeSpan('knowledge', 'GET', {
    parentSpanId: call.spanId,
    attributes: { ...runAttributes(RUN), 'url.path': '/search', 'http.response.status_code': 200 },
  });
  const read = makeDatabaseSpan(RUN, served, {
    'botanu.data.rows_returned': 1,
    'botanu.bytes_transferred': 522,
  });
  const second = makeRunSpan(RETRY, { attempt: 2, parent: request });
  const chat = makeModelSpan(RETRY, second, usage(1000, 100));
  return [request, first, call, served, read, second, chat];
}

describe('renderReport', () => {
  it('draws the tree of both runs across both services', () => {
    const text = renderReport(createReport(twoAttempts()), PLAIN);
    const tree = text.slice(text.indexOf('desk '), text.indexOf('What each ticket')).trimEnd();
    const lines = tree.split('\n').map((line) => line.replace(/ {2,}/g, '  '));
    expect(lines).toEqual([
      'desk  POST /tickets  2.5 ms',
      'desk  ├─ botanu.run/Support  2.5 ms  attempt 1: failure',
      'desk  │  └─ GET /search  2.5 ms',
      'knowledge  │  └─ GET /search  2.5 ms  200',
      'knowledge  │  └─ db.postgresql.select  2.5 ms  1 row  522 bytes',
      'desk  └─ botanu.run/Support  2.5 ms  attempt 2: success',
      'desk  └─ chat gpt-4o-mini  2.5 ms  1,000 in  100 out  $0.000210',
    ]);
  });

  it('prints a line per event and per customer, with a row of sums', () => {
    const lines = renderReport(createReport(twoAttempts()), PLAIN)
      .split('\n')
      .map((line) => line.split(/ {2,}/));
    expect(lines).toContainEqual([
      'T-1',
      'acme',
      '1',
      '522',
      '2',
      '2',
      '6',
      '1,000',
      '100',
      '0.000210',
      'success',
    ]);
    expect(lines).toContainEqual(['acme', '1', '2', '2', '6', '1,000', '100', '0.000210', '1 ok']);
    expect(lines).toContainEqual(['all customers', '1', '2', '2', '6', '1,000', '100', '0.000210', '1 ok']);
    expect(lines).toContainEqual(['postgresql articles', '1', '1', '522']);
    expect(lines).toContainEqual(['all databases', '1', '1', '522']);
  });

  it('says unknown, and of which model, where no price is known', () => {
    const run = makeRunSpan(RUN);
    const unpriced = makeModelSpan(RUN, run, { ...usage(10, 5), 'gen_ai.response.model': 'my-own-model' });
    const onlyUnknown = renderReport(createReport([run, unpriced]), PLAIN);
    expect(onlyUnknown).toMatch(/^T-1 .* unknown {2}success$/m);
    expect(onlyUnknown).toContain('calls without a known price: my-own-model');
    const some = renderReport(
      createReport([run, unpriced, makeModelSpan(RUN, run, usage(1000, 100))]),
      PLAIN,
    );
    expect(some).toMatch(/^T-1 .* 0\.000210 \+ \? {2}success$/m);
  });

  it('shortens a long table to what costs most, and sums all of it up', () => {
    const spans = Array.from({ length: 150 }, (_, index) => {
      const keys = { runId: `run-${index}`, eventId: `E-${index}`, customerId: 'acme' };
      const run = makeRunSpan(keys);
      return [run, makeModelSpan(keys, run, usage(index, 0))];
    }).flat();
    const text = renderReport(createReport(spans), PLAIN);
    expect(text.match(/^E-\d+ /gm)).toHaveLength(20);
    expect(text).toMatch(/^E-149 /m);
    expect(text).toContain('… the 20 that cost most; 130 more are in the sums');
    expect(text).toMatch(/^all events .* 11,175 /m);
  });

  it('prints nothing that a terminal would obey, and cuts long ids', () => {
    const text = renderReport(
      createReport([makeRunSpan({ runId: 'r', eventId: '\u001b[31mred\n', customerId: 'c'.repeat(100) })]),
      PLAIN,
    );
    expect(text).toContain('·[31mred·');
    expect(text).not.toContain('\u001b');
    expect(text).toMatch(/ c{23}… /);
  });

  it('is nothing where no run arrived', () => {
    expect(renderReport(createReport([]), PLAIN)).toBe('');
  });

  it('is coloured on a terminal only, and not with NO_COLOR', () => {
    expect(styleFor(true, {}).bold('x')).not.toBe('x');
    expect(styleFor(true, { NO_COLOR: '1' }).bold('x')).toBe('x');
    expect(PLAIN.bold('x')).toBe('x');
  });
});

describe('renderCheck', () => {
  it('counts the spans of each service', () => {
    const { check } = createReport(twoAttempts());
    expect(renderCheck(check, [], PLAIN)).toBe(
      '✓ 6 spans descend from a run span; all carry their run context (desk 4, knowledge 2).',
    );
  });

  it('lists what is wrong, but not for pages', () => {
    const run = makeRunSpan(RUN);
    const bare = Array.from({ length: 30 }, () => makeSpan('knowledge', 'GET', { parentSpanId: run.spanId }));
    const { check } = createReport([run, ...bare]);
    const lines = renderCheck(check, ['the desk says something else'], PLAIN).split('\n');
    expect(lines[0]).toBe('✗ 31 spans descend from a run span (desk 1, knowledge 30); this is wrong:');
    expect(lines[1]).toBe('  the desk says something else');
    expect(lines[2]).toMatch(/^ {2}knowledge: "GET" \(span .*\): it has no botanu\.run_id$/);
    expect(lines.at(-1)).toBe('  … and 20 more spans');
  });
});
