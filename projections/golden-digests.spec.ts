import { TypeRegistry } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import { createCodec, eventTypesOfAll } from '../src/aggregates.js';
import { isAmendment } from '../src/event-sourcing/amendments.js';
import { categoryOf, type EntrySource } from '../src/event-sourcing/event.js';
import type { AnyProjection } from './projection.js';
import { projections, readRoutes } from './read-models.js';
import { eventId } from '../test/support/given.js';
import { CAMPAIGN, eventsOf, projected, type Given } from '../test/support/projected.js';

const [PROPOSAL, CONSULTATION, MINISTERIAL] = [uuid(1), uuid(2), uuid(3)];
const [MILESTONE, OUTCOME, STEP, INPUT, TOKEN] = [uuid(4), uuid(5), uuid(6), uuid(7), uuid(8)];

const campaign = eventsOf(`campaign-${CAMPAIGN}`);
const proposal = eventsOf(`proposal-${PROPOSAL}`);
const criteria = eventsOf('criteria-community-of-democracies');
const consultation = eventsOf(`consultation-${CONSULTATION}`);
const ministerial = eventsOf(`ministerial-${MINISTERIAL}`);
const invitation = eventsOf(`invitation-${MINISTERIAL}-ZWE`);
const access = eventsOf('access-lead-1');
const imports = eventsOf(`import-${uuid(9)}`);
const audit = eventsOf('audit-2026-11');

const record = { kind: 'official-record', title: 'Record of the meeting' };
const nextSteps = [
  { what: 'Write to the mission', dueOn: '2004-08' },
  { what: 'Call back', assignee: 'lead-1', stepId: STEP },
];
const meeting = {
  mode: 'remote',
  participants: [
    { side: 'imf', count: 2, offices: ['Mission chief'] },
    { side: 'civil-society', organisations: ['ZCTU'] },
  ],
  topics: ['Arrears'],
  summary: 'Civil society asked for documents.',
  asks: [{ text: 'Publish the report', response: 'Perhaps' }],
};
const file = { sha256: 'f'.repeat(64), lines: 3 };
const token = { tokenId: TOKEN, sha256: 'e'.repeat(64), scope: 'write' };

/**
 * One of everything that can happen, with and without what is optional. Never changed: the digests below are of it. What
 * is new is added at the end; it changes the digests of those read models alone that fold it.
 */
const STORY: readonly Given[] = [
  campaign('CampaignLaunched', {
    title: 'A caucus that lasts',
    objective: 'A permanent group',
    arenas: ['un-democracy-caucus', 'imf'],
    levels: ['global'],
    countries: ['CHL', 'ZWE'],
    leads: ['lead-1', 'lead-2'],
  }),
  campaign('ObjectiveRevised', { objective: 'Rules of procedure first' }, { occurredOn: '2004-03', reason: 'Asked' }),
  campaign('StrategyAdopted', { level: 'global', goals: 'A group', tactics: 'Letters' }, '2004'),
  campaign('MilestonePlanned', { milestoneId: MILESTONE, title: 'Tabled', dueOn: '2004-09' }),
  campaign('MilestonePlanned', { title: 'Adopted', dueOn: '2005' }),
  campaign(
    'MilestoneRescheduled',
    { milestoneId: MILESTONE, dueOn: '2004-10' },
    { occurredOn: '2004-08', reason: 'Late' },
  ),
  campaign('MilestoneReached', { milestoneId: MILESTONE, evidence: 'The record' }, '2004-10-05'),
  campaign('MilestoneMissed', { milestoneId: MILESTONE }, { occurredOn: '2004-09-30', reason: 'Not in time' }),
  campaign('ActionLogged', {
    kind: 'letter',
    level: 'global',
    summary: 'We wrote to Chile',
    targets: [{ country: 'CHL', office: 'Mission' }],
    nextSteps,
  }),
  campaign('ActionLogged', { actionId: INPUT, kind: 'call', level: 'national', summary: 'We called' }, '2004-05'),
  campaign('DevelopmentRecorded', { who: { country: 'USA' }, summary: 'A new minister' }, '2004-06'),
  campaign('OutcomeRecorded', {
    outcomeId: OUTCOME,
    actor: { country: 'CHL' },
    change: 'It speaks of a group',
    kind: 'discourse',
    direction: 'progress',
    significance: 'The first to do so',
    regarding: [`proposal-${PROPOSAL}`],
  }),
  campaign(
    'OutcomeSubstantiated',
    { outcomeId: OUTCOME, by: { body: 'A' }, independent: true, verdict: 'agrees' },
    '2005',
  ),
  campaign('NextStepCompleted', { stepId: STEP, result: 'Reached' }, '2004-07'),
  campaign('PartnerJoined', { organisation: 'Freedom House', role: 'Research' }),
  campaign('PartnerLeft', { organisation: 'Freedom House' }, { occurredOn: '2006', reason: 'It moved on' }),
  campaign('LeadAppointed', { userId: 'lead-3' }, '2004-04'),
  campaign('LeadRelieved', { userId: 'lead-2' }, '2004-05'),
  campaign('CampaignPaused', {}, { occurredOn: '2004-11', reason: 'Elections' }),
  campaign('CampaignResumed', {}, { occurredOn: '2004-12', reason: 'They are over' }),
  campaign('CampaignConcluded', { achievement: 'partly-achieved', assessment: 'A group, no rules' }, '2006'),
  campaign('CampaignReopened', {}, { occurredOn: '2007', reason: 'Rules are in sight' }),

  proposal('ProposalSubmitted', {
    arena: 'un-democracy-caucus',
    title: 'A permanent group',
    ask: 'Adopt rules',
    text: 'The first text',
    kind: 'standing-body',
    addressedTo: 'The caucus',
    submittedBy: [{ organisation: 'Freedom House' }],
  }),
  proposal('ProposalAmended', { text: 'The second text', version: 2 }, { occurredOn: '2004-06', reason: 'Clearer' }),
  proposal('OrganisationSignedOn', { organisation: 'ZCTU', country: 'ZWE' }, '2004-02'),
  proposal('OrganisationSignOnWithdrawn', { organisation: 'ZCTU' }, { occurredOn: '2004-03', reason: 'A new board' }),
  proposal('ProposalTabled', { session: '59', forum: 'The caucus', sponsors: ['CHL'], symbol: 'A/59/1' }, '2004-09'),
  proposal('StateEndorsed', { country: 'CHL', version: 1, capacity: 'minister' }, { sources: [record] }),
  proposal('StateEndorsed', { country: 'MLI', version: 2, form: 'signed', reservation: 'No fees' }, '2004-07'),
  proposal(
    'StateEndorsementWithdrawn',
    { country: 'CHL', version: 1 },
    { occurredOn: '2004-08', reason: 'An election' },
  ),
  proposal('StateObjected', { country: 'USA', version: 2, grounds: 'Too costly' }, '2004-09'),
  proposal('StatePositionAssessed', { country: 'USA', position: 'oppose', confidence: 'low' }, '2004-02'),
  proposal(
    'ProposalDebated',
    {
      forum: 'The caucus',
      summary: 'Long',
      interventions: [{ country: 'PER', office: 'Mission', stance: 'support', summary: 'In favour' }],
    },
    '2004-09-20',
  ),
  proposal('ProposalDecided', {
    mechanism: 'vote',
    result: 'adopted',
    votes: [
      { country: 'CHL', vote: 'for' },
      { country: 'USA', vote: 'against' },
    ],
  }),
  proposal('ProposalWithdrawn', {}, { occurredOn: '2003', reason: 'Overtaken' }),

  criteria('CriteriaAdopted', { criteria: [{ code: 'participant', text: 'Meets them' }], version: 1 }, '2002-09-27'),
  criteria('CriteriaRevised', { criteria: [], version: 2 }, { occurredOn: '2006', reason: 'To begin anew' }),

  consultation('ConsultationRequested', { country: 'ZWE', occasion: 'article-iv', purpose: 'To be heard' }),
  consultation('ConsultationScheduled', { plannedFor: '2004-05-10', place: 'Harare', mode: 'in-person' }, '2004-03'),
  consultation('ConsultationDeclined', { by: 'The ministry' }, { occurredOn: '2004-04', reason: 'No time' }),
  consultation('ConsultationCancelled', {}, { occurredOn: '2004-04-20', reason: 'The mission was put off' }),
  consultation('ConsultationHeld', { ...meeting, nextSteps }, '2004-05-12'),
  consultation('NextStepCompleted', { stepId: STEP }, '2004-06'),
  consultation('MinutesPublished', { url: 'https://example.org/minutes' }, '2004-06'),
  consultation('InfluenceAssessed', { topic: 'Arrears', influence: 'reflected', independent: false }, '2005'),

  ministerial('MinisterialAnnounced', { edition: 4, hostCountry: 'MLI', city: 'Bamako', startsOn: '2007' }),
  ministerial('MinisterialRescheduled', { startsOn: '2007-11-14', endsOn: '2007-11-17' }, '2006'),
  ministerial('InvitationsOpened', { criteriaVersion: 1 }, '2006-11'),
  ministerial('InvitationsClosed', {}, '2007-10'),
  ministerial('MinisterialHeld', { declaration: 'A consensus' }, '2007-11-17'),

  invitation('CountryConsidered', {}, '2006-11'),
  invitation('NgoInputSubmitted', { inputId: INPUT, organisation: 'ZCTU', recommendation: 'observer' }, '2006-12'),
  invitation('AdviceRecorded', { by: 'The committee', recommendation: 'withheld' }, '2007-02'),
  invitation('InvitationDecided', { decision: 'observer', inputsConsidered: [INPUT], late: false }, '2007-03'),
  invitation('InvitationRevised', { decision: 'not-invited' }, { occurredOn: '2007-09', reason: 'The elections' }),
  invitation('AttendanceRecorded', { as: 'absent', level: 'minister' }, '2007-11-17'),

  access('ApiTokenIssued', { ...token, expires: '2030-01-01T00:00:00.000Z' }),
  access('ApiTokenRevoked', { tokenId: TOKEN }),

  imports('ImportStarted', file, '2026-11-25'),
  imports('ImportFinished', { ...file, written: 1, repeated: 1, leftOut: 1, errors: 2 }, '2026-11-25'),
  audit('ExportMade', { route: 'campaigns', format: 'ndjson', items: 0 }, { visibility: 'restricted' }),
  audit('ReplayRequested', { compare: true }, { visibility: 'restricted' }),
  ...amendments(campaign, 8, 'campaign.ActionLogged.v1', { kind: 'call', level: 'global', summary: 'We called Chile' }),
  ...amendments(proposal, 27, 'proposal.StateEndorsed.v1', { country: 'CHL', version: 1, capacity: 'expert' }),
];

/** The nth event of the story is corrected, the one after it retracted. */
function amendments(of: ReturnType<typeof eventsOf>, nth: number, targetType: string, data: object): Given[] {
  const entry = { occurredOn: '2004-08', visibility: 'restricted', sources: [record] };
  const because = { occurredOn: '2026-11-25', reason: 'The record says otherwise' };
  return [
    of('EntryCorrected', { target: eventId(nth), targetType, data, entry, patch: data }, because),
    of('EntryRetracted', { target: eventId(nth + 1), targetType }, because),
  ];
}
const of = (sources: object[], occurredOn = '2010'): { occurredOn: string; sources: EntrySource[] } => ({
  occurredOn,
  sources: sources as EntrySource[],
});
const press = { kind: 'media', title: 'The press' };
const assessed = { topic: 'Arrears', independent: true };
const verdict = { outcomeId: OUTCOME, by: { body: 'A' }, independent: true };

/** Two sources on everything that they can disagree on. Not of the story, which read models without contests fold too. */
const CONTESTS: readonly Given[] = [
  campaign('MilestoneReached', { milestoneId: MILESTONE }, of([record])),
  campaign('MilestoneMissed', { milestoneId: MILESTONE }, { ...of([press]), reason: 'Not in time' }),
  campaign('OutcomeSubstantiated', { ...verdict, verdict: 'agrees' }, of([record])),
  campaign('OutcomeSubstantiated', { ...verdict, verdict: 'disagrees' }, of([press])),
  proposal('StateEndorsed', { country: 'PER', version: 2, form: 'signed' }, of([record])),
  proposal('StateObjected', { country: 'PER', version: 2, form: 'declined-to-sign' }, of([press])),
  proposal(
    'ProposalDecided',
    { mechanism: 'vote', result: 'adopted', votes: [{ country: 'PER', vote: 'for' }] },
    of([record]),
  ),
  proposal(
    'ProposalDecided',
    { mechanism: 'vote', result: 'not-adopted', votes: [{ country: 'PER', vote: 'against' }] },
    of([press]),
  ),
  proposal('ProposalWithdrawn', {}, { ...of([press, record]), reason: 'Overtaken' }),
  consultation('ConsultationDeclined', { by: 'The ministry' }, { ...of([record]), reason: 'No time' }),
  consultation('ConsultationHeld', meeting, of([press])),
  consultation('InfluenceAssessed', { ...assessed, influence: 'none' }, of([record])),
  consultation('InfluenceAssessed', { ...assessed, influence: 'adopted' }, of([press])),
  ministerial('MinisterialRescheduled', { startsOn: '2011', endsOn: '2011' }, { ...of([record]), reason: 'Moved' }),
  ministerial('MinisterialRescheduled', { startsOn: '2012', endsOn: '2012' }, { ...of([press]), reason: 'Moved' }),
  invitation('AdviceRecorded', { by: 'The committee', recommendation: 'observer' }, of([record])),
  invitation('AdviceRecorded', { by: 'The committee', recommendation: 'withheld' }, of([press])),
  invitation('InvitationDecided', { decision: 'observer' }, of([record])),
  invitation('InvitationDecided', { decision: 'not-invited', inputsConsidered: [INPUT] }, of([press])),
  invitation('AttendanceRecorded', { as: 'absent' }, of([record])),
  invitation('AttendanceRecorded', { as: 'observer', level: 'minister' }, of([press])),
];

/** Of the story, by read model: the fold's version, and the digest of its rows. */
const GOLDEN: Readonly<Record<string, { readonly version: number; readonly digest: string }>> = {
  activity: { version: 2, digest: '54670b13178fc7aafa037d100fbe15f9084225eb6d85835520455998ad6e8bd0' },
  'api-tokens': { version: 1, digest: '82dd32cc9af69d300d08fec75a3b0220b6c7a8e147f98aa74bb73855d346735b' },
  'audit-log': { version: 3, digest: '0ce40a0eb9a75ca3dd950c323d580d6756431a724091e8dd0cfc5aa676c7bf8d' },
  'campaign-history': { version: 3, digest: 'c6dd5dcedf92375f3d8abe51eded8d7b0eba0c2cfb310b8ab535a96a857bb23b' },
  'campaign-overview': { version: 2, digest: 'fdd8c9b6cb73eef2ba65aee9aaa1de035437188a4a629b4771ad1a56d41db844' },
  'consultation-register': { version: 2, digest: '42df50ef08ec30a42b4bebfc339d3f44ca83baf9418bfc8748def9684681ea2b' },
  criteria: { version: 1, digest: '04601b60e6b8a741cee96cd3901a5ea4d0bbb7908479ca44e474638c2986b7bb' },
  'endorsement-board': { version: 2, digest: '7fd9f1fa970a8fe0ae6d43c2f2f59f0f21c58f3bf3c7d41c1675bf4e4881e91e' },
  'invitation-board': { version: 2, digest: '7bc2a3df46491b9307bae122b55f65fb49166ed2ff9b732f3bdc36bac6210544' },
  ministerials: { version: 2, digest: 'b7ada09ac3d36878c2443cc832279ae5107c0d419a3605f56f4fbd2c78d09420' },
  proposals: { version: 2, digest: 'da824e7a4c20d8057f11082b8a94de2954517a8efb4d7a84eef3744239838019' },
};

/** An object of each collection that the story tells of. */
const OBJECTS: Readonly<Record<string, string>> = {
  campaigns: CAMPAIGN,
  proposals: PROPOSAL,
  criteria: 'community-of-democracies',
  consultations: CONSULTATION,
  ministerials: MINISTERIAL,
};

// Schemas say `enum` as JSON Schema does, which TypeBox takes but does not check by itself.
TypeRegistry.Set<{ enum: unknown[] }>('Unsafe', ({ enum: values }, value) => values.includes(value));

const events = eventTypesOfAll;
const named = projections.map((projection) => ({ name: projection.name, projection }));

function uuid(digit: number): string {
  return `${String(digit)}0000000-0000-4000-8000-000000000000`;
}

function followedBy({ categories }: AnyProjection, told: readonly Given[] = STORY): Given[] {
  return told.filter(({ stream }) => categories === 'all' || categories.includes(categoryOf(stream)));
}

describe('The story', () => {
  it('tells of every type of event; amendments are the same for every aggregate', () => {
    const codec = createCodec();
    const told = new Set(STORY.map(({ stream, type }) => codec.storedType(categoryOf(stream), type)));
    const types = codec.storedTypes().filter((type) => told.has(type) || !isAmendment(type));
    expect([...told].toSorted()).toEqual(types.toSorted());
    expect([...told].filter(isAmendment)).toHaveLength(4);
  });
});

describe.each(named)('The fold of $name', ({ name, projection }) => {
  it('is the one that its version stands for', () => {
    const { version } = projection;
    const digest = projected({ projection, events }, followedBy(projection)).digest();
    const golden = GOLDEN[name];
    if (golden?.version === version && golden.digest !== digest)
      throw new Error(
        `The fold of ${name} has changed, and its version has not: read models built before would not be built again. ` +
          `Raise its version to ${String(version + 1)}, and put this digest down for it: ${digest}`,
      );
    expect({ [name]: { version, digest } }).toEqual({ [name]: golden });
  });

  it('takes any entries in any order, and does not care how they are batched', () => {
    const plausible = followedBy(projection, [...STORY, ...CONTESTS]);
    const date = fc.constantFrom('2003', '2004', '2004-06', '2004-06-15', '2005-01', '2007-12-31');
    const someEvents = fc.array(fc.record({ of: fc.nat(plausible.length - 1), occurredOn: date }), { maxLength: 30 });
    fc.assert(
      fc.property(someEvents, fc.integer({ min: 2, max: 7 }), (chosen, size) => {
        const told = chosen.map(({ of, occurredOn }) => {
          const given = plausible[of] as Given;
          return { ...given, entry: { ...given.entry, occurredOn } };
        });
        const atOnce = projected({ projection, events }, told).digest();
        expect(projected({ projection, events }, told, 1).digest()).toBe(atOnce);
        expect(projected({ projection, events }, told, size).digest()).toBe(atOnce);
      }),
      { numRuns: 60 },
    );
  });
});

describe.each(readRoutes.map((route) => ({ path: route.path, route })))('GET /$path', ({ path, route }) => {
  const { projection, schema, kind, sums } = route;
  const told = followedBy(projection);
  const [collection = ''] = path.split('/');
  const asked = path.replace(':id', OBJECTS[collection] ?? '').replace(':country', 'ZWE');

  const itemsAfter = async (...contests: Given[]): Promise<Record<string, unknown>[]> => {
    const readModel = projected({ projection, routes: readRoutes, events }, [...told, ...contests]);
    return kind === 'list' ? readModel.items(asked) : [await readModel.get(asked)];
  };

  it('marks what is contested wherever it is described so', async () => {
    const isDescribed = JSON.stringify(schema).includes('"contested"');
    const items = await itemsAfter(...followedBy(projection, CONTESTS));
    expect(JSON.stringify(items).includes('"contested":true')).toBe(isDescribed);
  });

  it.each<[string, Given[]]>([
    ['', []],
    [', also where sources disagree', followedBy(projection, CONTESTS)],
  ])('answers as it is described%s', async (_, contests) => {
    const items = await itemsAfter(...contests);
    expect(items).not.toEqual([]);
    for (const { id, revision, ...item } of items) {
      expect([id, revision]).toEqual(sums ? [undefined, undefined] : [expect.any(String), expect.any(Number)]);
      expect([...Value.Errors(schema, sums ? item : { id, revision, ...item })]).toEqual([]);
      const described = Object.keys(schema['properties'] as object);
      const carried = kind === 'list' ? [] : ['position', 'asOf'];
      expect(Object.keys(item).filter((field) => ![...described, ...carried].includes(field))).toEqual([]);
    }
  });
});
