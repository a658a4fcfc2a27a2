import 'reflect-metadata';
import { command, scenarios, stateAfter, told } from '../../../test/support/given.js';
import { criteriaAggregate } from './criteria.aggregate.js';
import { criteria as decider } from './criteria.js';

// Jest's structuredClone answers with objects of another realm, which are never deeply and strictly equal to ours.
globalThis.structuredClone = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const CAMPAIGN = '6c2f0f5e-52a2-5d0e-9c5a-0a8c6a3b7f10';
const given = scenarios(criteriaAggregate, 'criteria-community-of-democracies');

const first = [
  { code: 'participant', text: 'Meets the criteria for participation' },
  { code: 'observer', text: 'In transition' },
];
const second = [...first, { code: 'not-invited', text: 'Neither' }];

const adopted = told('CriteriaAdopted', { criteria: first, version: 1 }, { occurredOn: '2002-09-27' });
const revised = (version: number, occurredOn: string) =>
  told('CriteriaRevised', { criteria: second, version }, { occurredOn, reason: 'Clearer' });

const adopt = (body: object = {}) => command('AdoptCriteria', { criteria: first, occurredOn: '2002-09-27', ...body });
const revise = (body: object = {}) =>
  command('ReviseCriteria', { criteria: second, reason: 'Clearer', occurredOn: '2006', ...body });

describe('adopting criteria', () => {
  it('makes the first version', () => {
    given()
      .when(adopt())
      .then({ type: 'CriteriaAdopted', data: { criteria: first, version: 1 } });
  });

  it('is refused once there are any', () => {
    given(adopted)
      .when(adopt({ criteria: second }))
      .thenRefused('criteria.exists');
    given(adopted)
      .when(adopt({ occurredOn: '2002' }))
      .thenRefused('criteria.exists');
  });

  it('said twice is said once, whatever was revised since', () => {
    given(adopted).when(adopt()).thenNothing();
    given(adopted, revised(2, '2002-09-27')).when(adopt()).thenNothing();
    given(adopted, revised(2, '2006')).when(adopt()).thenNothing();
  });

  it('joins the history of a campaign where one is named, if that exists', () => {
    const named = adopt({ campaignId: CAMPAIGN });
    given().seeing({ campaign: false }).when(named).thenRefused('campaign.unknown');
    given()
      .seeing({ campaign: true })
      .when(named)
      .then({ type: 'CriteriaAdopted', data: { criteria: first, version: 1 } });
  });
});

describe('revising criteria', () => {
  it('makes the next version', () => {
    given(adopted)
      .when(revise())
      .then({ type: 'CriteriaRevised', data: { criteria: second, version: 2 } });
    given(adopted, revised(2, '2006'))
      .when(revise({ criteria: first, occurredOn: '2010' }))
      .then({ type: 'CriteriaRevised', data: { criteria: first, version: 3 } });
  });

  it('is refused before any were adopted', () => {
    given().when(revise()).thenRefused('criteria.not-adopted');
    given(adopted)
      .when(revise({ occurredOn: '2002-09-26' }))
      .thenRefused('criteria.not-adopted');
  });

  it.each(['2002', '2002-09', '2002-09-27'])(
    'may be dated %s, when they were adopted on 27 September 2002',
    (occurredOn) => {
      given(adopted)
        .when(revise({ occurredOn }))
        .then({ type: 'CriteriaRevised', data: { criteria: second, version: 2 } });
    },
  );

  it('said twice is one version, in force or history; any other field is news', () => {
    given(adopted, revised(2, '2006')).when(revise()).thenNothing();
    given(adopted, revised(2, '2006'), revised(3, '2010')).when(revise()).thenNothing();
    for (const news of [{ reason: 'Shorter' }, { occurredOn: '2006-01' }, { criteria: first }])
      given(adopted, revised(2, '2006'))
        .when(revise(news))
        .then({ type: 'CriteriaRevised', data: expect.objectContaining({ version: 3 }) as object });
  });

  it('is refused in a campaign that does not exist', () => {
    given(adopted)
      .seeing({ campaign: false })
      .when(revise({ campaignId: CAMPAIGN }))
      .thenRefused('campaign.unknown');
  });
});

describe('the criteria', () => {
  it.each([adopt, revise])('are at least one, each with a code of its own', (say) => {
    const malformed = (criteria: unknown) => () => {
      given(adopted).when(say({ criteria })).thenNothing();
    };
    const errorsOf = (field: string) =>
      expect.objectContaining({ errors: [expect.objectContaining({ field })] }) as Error;
    expect(malformed([])).toThrow(errorsOf('criteria'));
    expect(malformed([first[0], first[1], first[0]])).toThrow(errorsOf('criteria[2].code'));
    expect(malformed([first[0], null])).toThrow();
    expect(malformed('participant')).toThrow(errorsOf('criteria'));
  });

  it('are those of two bodies', () => {
    const { idOf } = criteriaAggregate.key;
    expect(idOf(['community-of-democracies'])).toBe('community-of-democracies');
    expect(idOf(['un-democracy-caucus'])).toBe('un-democracy-caucus');
    expect(idOf(['imf'])).toBeUndefined();
    expect(idOf([])).toBeUndefined();
  });

  it('belong to no campaign unless one is named', () => {
    const asked = (data: object) =>
      ({ type: 'AdoptCriteria', data: { criteria: first, ...data }, entry: adopted.entry, actorId: 'lead-1' }) as never;
    const state = decider.initial();
    expect(decider.campaignOf('criteria-un-democracy-caucus', asked({}), state, {})).toBeUndefined();
    expect(decider.others?.('criteria-un-democracy-caucus', asked({}))).toEqual({});
    expect(decider.campaignOf('criteria-un-democracy-caucus', asked({ campaignId: CAMPAIGN }), state, {})).toBe(
      CAMPAIGN,
    );
    expect(decider.others?.('criteria-un-democracy-caucus', asked({ campaignId: CAMPAIGN }))).toMatchObject({
      campaign: { stream: `campaign-${CAMPAIGN}` },
    });
  });

  it('fold from any part of their history', () => {
    expect(stateAfter(criteriaAggregate, [revised(3, '2010')])).toMatchObject({ versions: 3 });
    given(revised(3, '2010')).when(adopt()).thenRefused('criteria.exists');
  });
});
