import { alignedTable, type Column, markdownTable } from '../src/table';

const columns: Column[] = [
  { header: 'row', alignment: 'left', cells: ['bare', 'botanu event()'] },
  { header: 'x bare', alignment: 'right', cells: ['1.00', '12.3'] },
  { header: 'note', alignment: 'left', cells: ['', 'reached'] },
];

it('sets columns as wide as their widest cell', () => {
  expect(alignedTable(columns).split('\n')).toEqual([
    'row             x bare  note',
    '--------------  ------  -------',
    'bare              1.00',
    'botanu event()    12.3  reached',
  ]);
});

it('writes the same as Markdown', () => {
  expect(markdownTable(columns).split('\n')).toEqual([
    '| row | x bare | note |',
    '| --- | ---: | --- |',
    '| bare | 1.00 |  |',
    '| botanu event() | 12.3 | reached |',
  ]);
});
