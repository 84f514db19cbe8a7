import { readCsv } from '../../src/tickets/read-csv';

const HEADER = 'id,customerId,subject,text';

describe('readCsv', () => {
  it('reads quoted fields with delimiters, quotes and line breaks', () => {
    const content = `${HEADER}\r\nT-1,acme,"Hello, you","one\r\ntwo ""three"""\r\nT-2,acme,,plain\r\n`;
    expect(readCsv(content)).toEqual({
      tickets: [
        { id: 'T-1', customerId: 'acme', subject: 'Hello, you', text: 'one\r\ntwo "three"' },
        { id: 'T-2', customerId: 'acme', subject: '', text: 'plain' },
      ],
      badLines: [],
    });
  });

  it.each([
    ['a semicolon', 'Customer ID;ID;Text\nacme;T-1;hi, there'],
    ['a tab', 'customer_id\tid\ttext\nacme\tT-1\thi, there'],
    ['a comma', 'CUSTOMERID,Id,TEXT,priority\nacme,T-1,"hi, there",high'],
  ])('finds the columns by name, whatever their order, with %s', (_delimiter, content) => {
    expect(readCsv(content).tickets).toEqual([
      { id: 'T-1', customerId: 'acme', subject: '', text: 'hi, there' },
    ]);
  });

  it('reports a record with the wrong number of columns at the line where it begins, and goes on', () => {
    const content = [HEADER, 'T-1,acme,s,"two', 'lines"', '', 'T-2,acme,s', 'T-3,acme,s,t,u', 'T-4,acme,s,t'];
    const { tickets, badLines } = readCsv(content.join('\n'));
    expect(tickets.map(({ id }) => id)).toEqual(['T-1', 'T-4']);
    expect(badLines).toEqual([
      { lineNumber: 5, reason: '3 columns where the header has 4' },
      { lineNumber: 6, reason: '5 columns where the header has 4' },
    ]);
  });

  it('loses only the line whose quotes do not match, not the ones behind it', () => {
    const content = [
      HEADER,
      'T-1,acme,s,"never closed',
      'T-2,acme,s,t',
      'T-3,acme,"bad" quote,t',
      'T-4,acme,s,"fine"',
      'T-5,,s,t',
      'T-6,acme,s,"never closed either',
      'T-7,acme,s,t',
    ].join('\n');
    const { tickets, badLines } = readCsv(content);
    expect(tickets.map(({ id }) => id)).toEqual(['T-2', 'T-4', 'T-7']);
    expect(badLines).toEqual([
      { lineNumber: 2, reason: 'its quotes do not match' },
      { lineNumber: 4, reason: 'its quotes do not match' },
      { lineNumber: 6, reason: 'no customerId' },
      { lineNumber: 7, reason: 'its quotes do not match' },
    ]);
  });

  it('says which column the header lacks', () => {
    expect(() => readCsv('id,subject\nT-1,hi')).toThrow(
      'the header has no column customerId, no text; write for example id,customerId,subject,text',
    );
  });
});
