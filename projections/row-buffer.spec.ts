import type { RowStore } from './row-buffer.js';
import { RowBuffer } from './row-buffer.js';

interface Row {
  readonly stream: string;
  readonly key: string;
}

const stored: Row = { stream: 'a', key: '1' };

function buffer(rows: Row[] = [stored]): { buffer: RowBuffer; rows: () => string[] } {
  const held = new Map(rows.map((row) => [row.key, row]));
  const store: RowStore = {
    load: ([key]) => held.get(String(key)),
    loadStream: (stream) => [...held.values()].filter((row) => row.stream === stream),
    write: (written) => {
      for (const row of written as Iterable<Row>) held.set(row.key, row);
    },
    delete: ([key]) => {
      held.delete(String(key));
    },
    stored: (stream) => {
      const ofStream = [...held.values()].filter((row) => row.stream === stream);
      return new Map(ofStream.map(({ key }) => [key, { key: [key], values: [stream, key] }]));
    },
    keyOf: (row) => (row as Row).key,
  };
  return { buffer: new RowBuffer(new Map([['row', store]])), rows: () => [...held.keys()].toSorted() };
}

describe('rows that folds have changed and nobody has written yet', () => {
  it('are seen by the next fold, each once, with those of the database', () => {
    const { buffer: held } = buffer();
    held.rowsOf('a').put('row', { stream: 'a', key: '2' });
    held.rowsOf('b').put('row', { stream: 'b', key: '3' });
    expect(held.rowsOf('a').all('row')).toEqual([stored, { stream: 'a', key: '2' }]);
  });

  it('are gone once removed, until they are put again', () => {
    const { buffer: held, rows } = buffer();
    const ofA = held.rowsOf('a');
    ofA.remove('row', '1');
    expect([ofA.get('row', '1'), ofA.all('row')]).toEqual([undefined, []]);
    ofA.put('row', stored);
    expect([ofA.get('row', '1'), ofA.all('row')]).toEqual([stored, [stored]]);
    ofA.remove('row', '1');
    held.flush();
    expect(rows()).toEqual([]);
  });

  it('are forgotten when the batch is undone', () => {
    const { buffer: held, rows } = buffer();
    held.rowsOf('a').put('row', { stream: 'a', key: '2' });
    held.rowsOf('a').remove('row', '1');
    held.clear();
    held.flush();
    expect(rows()).toEqual(['1']);
  });

  it('are all that is left of a stream that is folded again', () => {
    const { buffer: held, rows } = buffer([stored, { stream: 'a', key: '2' }, { stream: 'b', key: '3' }]);
    held.removeAll('a');
    const ofA = held.rowsOf('a');
    expect([ofA.get('row', '1'), ofA.all('row')]).toEqual([undefined, []]);
    ofA.put('row', { stream: 'a', key: '2' });
    held.flush();
    expect(rows()).toEqual(['2', '3']);
  });
});
