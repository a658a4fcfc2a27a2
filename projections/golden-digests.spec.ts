import { TypeRegistry } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import { aggregates, createCodec } from '../src/aggregates.js';
import { categoryOf } from '../src/event-sourcing/event.js';
import type { AnyProjection } from './projection.js';
import { projections, readRoutes } from './read-models.js';
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
];

/** Of the story, by read model: the fold's version, and the digest of its rows. */
const GOLDEN: Readonly<Record<string, { readonly version: number; readonly digest: string }>> = {
  activity: { version: 1, digest: 'd648103285512920f9d4502e657cac6d4506b8609d1315d7c91d3d90b6ac05ac' },
  'api-tokens': { version: 1, digest: '82dd32cc9af69d300d08fec75a3b0220b6c7a8e147f98aa74bb73855d346735b' },
  'audit-log': { version: 1, digest: '50265849305a130e930915057184b40ab1ecc7dd96467d6226addb33a27d3d9d' },
  'campaign-history': { version: 1, digest: '7b862ae7742d39d88c24581ef85d3c5b6c350a52ae32b5d301f6a2d77b7e1f27' },
  'campaign-overview': { version: 1, digest: '46e2291a8ef78bca880b19dcb4e373ab301e3c607ed7f16f88a6f0747b510213' },
  'consultation-register': { version: 1, digest: 'dbd2719e128b90c3f9c02d52404c02c8698d4ac44d3a345ab57805437c29dbbf' },
  criteria: { version: 1, digest: '04601b60e6b8a741cee96cd3901a5ea4d0bbb7908479ca44e474638c2986b7bb' },
  'endorsement-board': { version: 1, digest: 'c5f998afb6c5fb36b658bb65245267c5a788076d8b284f7804b810b8ed6e085b' },
  'invitation-board': { version: 1, digest: '9c82f659683d10a9fc32df9628dd62ef2fd0be3af894bbb6457177702cb0c704' },
  ministerials: { version: 1, digest: 'd835c5a15a6fad62160eb03eed2f87d3777be375b5969582a867b71db305ffe2' },
  proposals: { version: 1, digest: 'aa1b80e1f0bc423813e76c89ce92291b34537fee53d06876f8c985243941ade9' },
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

const events = aggregates.map((aggregate) => aggregate.events);
const named = projections.map((projection) => ({ name: projection.name, projection }));

function uuid(digit: number): string {
  return `${String(digit)}0000000-0000-4000-8000-000000000000`;
}

function followedBy({ categories }: AnyProjection): Given[] {
  return STORY.filter(({ stream }) => categories === 'all' || categories.includes(categoryOf(stream)));
}

describe('The story', () => {
  it('tells of every type of event', () => {
    const codec = createCodec();
    const told = new Set(STORY.map(({ stream, type }) => codec.storedType(categoryOf(stream), type)));
    expect([...told].toSorted()).toEqual(codec.storedTypes().toSorted());
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
    const plausible = followedBy(projection);
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

  it('answers as it is described', async () => {
    const readModel = projected({ projection, routes: readRoutes, events }, told);
    const items = kind === 'list' ? await readModel.items(asked) : [await readModel.get(asked)];
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
