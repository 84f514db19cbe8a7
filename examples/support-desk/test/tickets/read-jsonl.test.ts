import { readJsonl } from '../../src/tickets/read-jsonl';

const TICKET = { id: 'T-1', customerId: 'acme', subject: 'Hello', text: 'Where is it?' };
const LINE = JSON.stringify(TICKET);

describe('readJsonl', () => {
  it('reads one ticket per line, with either line ending and with or without a last one', () => {
    const second = { ...TICKET, id: 'T-2' };
    expect(readJsonl(`${LINE}\r\n${JSON.stringify(second)}\n`).tickets).toEqual([TICKET, second]);
    expect(readJsonl(`${LINE}\n${JSON.stringify(second)}`).tickets).toEqual([TICKET, second]);
  });

  it('counts blank lines and skips them in silence', () => {
    expect(readJsonl(`\n  \n${LINE}\n\nnope`)).toEqual({
      tickets: [TICKET],
      badLines: [{ lineNumber: 5, reason: 'not JSON' }],
    });
  });

  it('reports each line that is no ticket with its number and the reason, and goes on', () => {
    const content = [
      '{"id": "T-0"',
      LINE,
      '[]',
      'null',
      '{"id": "T-3", "customerId": " "}',
      '{"customerId": "acme", "text": ["no"]}',
      LINE,
    ].join('\n');
    const { tickets, badLines } = readJsonl(content);
    expect(tickets).toEqual([TICKET, TICKET]);
    expect(badLines).toEqual([
      { lineNumber: 1, reason: 'not JSON' },
      { lineNumber: 3, reason: 'not a JSON object' },
      { lineNumber: 4, reason: 'not a JSON object' },
      { lineNumber: 5, reason: 'no customerId, no text' },
      { lineNumber: 6, reason: 'no id, no text' },
    ]);
  });

  it('takes numbers as ids, and a ticket without a subject', () => {
    expect(readJsonl('{"id": 42, "customerId": 7, "text": "hi"}').tickets).toEqual([
      { id: '42', customerId: '7', subject: '', text: 'hi' },
    ]);
  });

  it('reports what no header could carry', () => {
    const line = (changes: object): string => JSON.stringify({ ...TICKET, ...changes });
    const { tickets, badLines } = readJsonl(
      [
        line({ id: 'x'.repeat(513) }),
        line({ customerId: 'ü'.repeat(86) }),
        line({ text: 'broken \ufffd bytes' }),
        '{"id": "\\ud800", "customerId": "acme", "text": "hi"}',
        line({ text: 'x'.repeat(200_001) }),
      ].join('\n'),
    );
    expect(tickets).toEqual([]);
    expect(badLines.map(({ reason }) => reason)).toEqual([
      'id is longer than 512 bytes (percent-encoded)',
      'customerId is longer than 512 bytes (percent-encoded)',
      'text is not valid UTF-8',
      'id is not valid UTF-8',
      'text is longer than 200,000 characters',
    ]);
  });
});
