import { handlesOf, isHandle, namedIn, resolveHandles, type HandleMeanings } from './handles.js';

const idOf = handlesOf('three-arenas');

const meanings: HandleMeanings = {
  idOf,
  known: new Set(['@caucus', '@step', '@future']),
  objects: new Set(['@caucus', '@future']),
  categories: new Map([['@caucus', 'proposal']]),
};

describe('handles', () => {
  it('stand for one UUID in each namespace, for ever', () => {
    expect(idOf('@permanent-caucus')).toBe('385fb90a-9235-5370-a51b-f4eee2310980');
    expect(handlesOf('other')('@permanent-caucus')).not.toBe(idOf('@permanent-caucus'));
  });

  it.each([['@a'], ['@warsaw-2000'], ['@été']])('are recognised: %s', (text) => {
    expect(isHandle(text)).toBe(true);
  });

  it.each([['a@b'], ['@'], ['@two words'], ['@a/CHL'], ['@@a'], ['@\ud800'], [`@${'a'.repeat(201)}`], [1], [null]])(
    'are told from other values: %p',
    (value) => {
      expect(isHandle(value)).toBe(false);
    },
  );

  it('become ids, or streams where the field is one, at any depth; other text stays', () => {
    const { fields, problems } = resolveHandles(
      {
        campaignId: '@caucus',
        regarding: ['@caucus'],
        nextSteps: [{ what: 'ask @caucus', stepId: '@step' }],
        by: '@nobody',
      },
      meanings,
    );
    expect(problems).toEqual([]);
    expect(fields).toEqual({
      campaignId: idOf('@caucus'),
      regarding: [`proposal-${idOf('@caucus')}`],
      nextSteps: [{ what: 'ask @caucus', stepId: idOf('@step') }],
      by: '@nobody',
    });
  });

  it('whose kind nothing tells are named, unless lines are done to them', () => {
    expect(resolveHandles({ regarding: ['@step', '@future'] }, meanings).problems).toEqual([
      { field: 'fields.regarding[0]', message: expect.stringContaining('names @step') },
    ]);
  });

  it('are looked for in nesting without measure without harm, and never reach a prototype', () => {
    const deep = JSON.parse('{"a":'.repeat(5_000) + '"@step"' + '}'.repeat(5_000)) as Record<string, unknown>;
    expect(() => resolveHandles(deep, meanings)).not.toThrow();
    expect(() => namedIn(deep)).not.toThrow();
    const sly = JSON.parse('{"__proto__": {"polluted": "@step"}}') as Record<string, unknown>;
    expect(Object.keys(resolveHandles(sly, meanings).fields)).toEqual(['__proto__']);
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });
});

describe('what fields name', () => {
  it('is every id, alone or in a stream; those alone may be parts', () => {
    const [campaign, proposal, step] = [idOf('@c'), idOf('@p'), idOf('@s')];
    const named = namedIn({
      campaignId: campaign,
      regarding: [`proposal-${proposal}`],
      stepId: step,
      text: `see ${step}`,
    });
    expect([...named.ids]).toEqual([campaign, proposal, step]);
    expect([...named.parts]).toEqual([step]);
  });
});
