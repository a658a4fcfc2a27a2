import { Type } from '@sinclair/typebox';
import { csv } from './csv.js';
import { listed, nullable, text } from './schemas.js';

const schema = Type.Object({
  title: text(),
  id: text(),
  differs: nullable(Type.Boolean()),
  inputs: listed(Type.Object({ by: text() })),
  advice: nullable(Type.Object({ by: text(), party: Type.Object({ country: text() }), count: Type.Integer() })),
  data: Type.Object({}, { additionalProperties: true }),
});
const header = 'id,revision,title,differs,inputs,advice.by,advice.party,advice.count,data';

const lines = (...items: object[]) => csv({ schema })(items, true).split('\r\n');
const titled = (title: string) => lines({ id: 'a', revision: 1, title })[1];

describe('CSV', () => {
  it('has the id and the revision first, then fields and those of inner objects in the order of the schema', () => {
    expect(lines()).toEqual([header, '']);
  });

  it('shows what lies deeper, and lists, as JSON; what is unknown as an empty cell', () => {
    const advice = { by: 'IAC', party: { country: 'CHL' }, count: -2 };
    expect(
      lines(
        { id: 'a', revision: 0, title: 'A', differs: false, inputs: [{ by: 'B' }], advice, data: { deep: [1] } },
        { id: 'b', revision: 1, title: 'B', differs: true, inputs: [], advice: null, data: {} },
        { id: 'c', revision: 2, title: null, differs: null },
      ),
    ).toEqual([
      header,
      'a,0,A,false,"[{""by"":""B""}]",IAC,"{""country"":""CHL""}",-2,"{""deep"":[1]}"',
      'b,1,B,true,[],,,,{}',
      'c,2,,,,,,,',
      '',
    ]);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx'])(
    'puts an apostrophe before %j, which a spreadsheet would run',
    (title) => {
      expect(titled(title)).toBe(`a,1,'${title},,,,,,`);
    },
  );

  it('puts one before a carriage return too, in quotes', () => {
    expect(csv({ schema })([{ id: 'a', revision: 1, title: '\r=1' }], false)).toBe(`a,1,"'\r=1",,,,,,\r\n`);
  });

  it.each(['a=1', "'=1", '1-1', 'née'])('leaves %j as it is', (title) => {
    expect(titled(title)).toBe(`a,1,${title},,,,,,`);
  });

  it.each([
    ['a,b', '"a,b"'],
    ['"a"', '"""a"""'],
    ['a\nb', '"a\nb"'],
  ])('quotes %j', (title, cell) => {
    expect(titled(title)).toBe(`a,1,${cell},,,,,,`);
  });

  it('writes the header once', () => {
    const write = csv({ schema });
    expect(write([{ id: 'a', revision: 1 }], false)).toBe('a,1,,,,,,,\r\n');
  });
});
