import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTickets } from '../../src/tickets/read-tickets';

const CSV = 'id,customerId,text\nT-1,acme,hi\n';
const JSONL = '{"id": "T-1", "customerId": "acme", "text": "hi"}\n';
const TICKETS = [{ id: 'T-1', customerId: 'acme', subject: '', text: 'hi' }];

describe('readTickets', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tickets-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function write(name: string, content: string | Buffer): string {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  }

  it.each([
    ['tickets.csv', CSV],
    ['tickets.CSV', `\ufeff${CSV}`],
    ['tickets.tsv', CSV.replaceAll(',', '\t')],
    ['tickets.jsonl', JSONL],
    ['tickets.ndjson', `\ufeff${JSONL}`],
    ['tickets.txt', CSV],
    ['tickets', JSONL],
  ])('knows what is in %s', (name, content) => {
    expect(readTickets(write(name, content)).tickets).toEqual(TICKETS);
  });

  it('reports a line whose bytes are not UTF-8', () => {
    const latin1 = Buffer.from('{"id": "T-2", "customerId": "acme", "text": "Grüße"}\n', 'latin1');
    const file = readTickets(write('tickets.jsonl', Buffer.concat([latin1, Buffer.from(JSONL)])));
    expect(file).toEqual({
      tickets: TICKETS,
      badLines: [{ lineNumber: 1, reason: 'text is not valid UTF-8' }],
    });
  });

  it('says in one line that a file cannot be read', () => {
    expect(() => readTickets(join(folder, 'none.csv'))).toThrow(/^cannot read .*none\.csv \(ENOENT\)$/);
  });

  it('says in one line that a file holds no valid ticket', () => {
    const path = write('tickets.jsonl', '\nnope\n');
    expect(() => readTickets(path)).toThrow(`${path} holds no valid ticket (line 2: not JSON)`);
  });

  it('reads the tickets that come with the demo: varied, and of several customers', () => {
    const { tickets, badLines } = readTickets(join(__dirname, '..', '..', 'tickets.jsonl'));
    expect(badLines).toEqual([]);
    expect(tickets.length).toBeGreaterThanOrEqual(40);
    expect(new Set(tickets.map(({ id }) => id)).size).toBe(tickets.length);
    expect(new Set(tickets.map(({ text }) => text)).size).toBe(tickets.length);
    expect(new Set(tickets.map(({ customerId }) => customerId)).size).toBeGreaterThanOrEqual(6);
  });
});
