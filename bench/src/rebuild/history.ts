import { ENTRY } from '../http/entry.js';
import type { CommandBody, Writer } from '../writer.js';

/** What happens in each campaign, again and again; 12 events a time. */
const CYCLES = 26;
/** Events of one campaign's objects: five to begin with. */
const EVENTS_OF_A_CAMPAIGN = 5 + 12 * CYCLES;
/** So many tell their stories at once. */
const AT_ONCE = 64;

/** Events of the history of so many campaigns: 317 of each. */
export function eventsOf(campaigns: number): number {
  return campaigns * EVENTS_OF_A_CAMPAIGN;
}

/** Id of a campaign of the history, by its number. */
export function campaignId(campaign: number): string {
  return uuid(1, campaign);
}

const COUNTRIES =
  'CHL MLI POL PRT KOR USA IND CZE ZAF ARG BRA CAN CRI DEU EST FRA GBR GHA HUN IDN ITA JPN KEN MEX MNG NOR'.split(' ');

/** Tells what happens in campaigns: letters, endorsements, consultations, invitations, outcomes. */
export async function tellHistory(writer: Writer, campaigns: number): Promise<void> {
  let next = 0;
  const tellOn = async (): Promise<void> => {
    while (next < campaigns) await tellOf(next++, writer);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, tellOn));
}

async function tellOf(campaign: number, writer: Writer): Promise<void> {
  const ids = { campaign: campaignId(campaign), proposal: uuid(2, campaign), ministerial: uuid(3, campaign) };
  await writer.write('campaign', ids.campaign, 'LaunchCampaign', {
    id: ids.campaign,
    title: `A permanent group of democracies, ${String(campaign)}`,
    objective: 'Democracies meet as a permanent group, with rules of procedure.',
    arenas: ['un-democracy-caucus', 'imf', 'community-of-democracies'],
    levels: ['global'],
    countries: COUNTRIES.slice(0, 4),
    leads: ['lead-1'],
    occurredOn: '2000-06-27',
  });
  await writer.write('proposal', ids.proposal, 'SubmitProposal', {
    id: ids.proposal,
    campaignId: ids.campaign,
    arena: 'un-democracy-caucus',
    title: 'Warsaw Declaration',
    ask: 'Form coalitions and caucuses of democracies in international organisations',
    text: 'Governments that take part pledge to work together in international organisations.',
    kind: 'joint-statement',
    addressedTo: 'Governments at the Warsaw ministerial',
    occurredOn: '2000-06-25',
  });
  await writer.write('proposal', ids.proposal, 'TableProposal', {
    session: '55th session',
    forum: 'General Assembly',
    sponsors: ['POL'],
    occurredOn: '2000-10',
  });
  await writer.write('ministerial', ids.ministerial, 'AnnounceMinisterial', {
    id: ids.ministerial,
    campaignId: ids.campaign,
    edition: 4,
    hostCountry: 'MLI',
    city: 'Bamako',
    startsOn: '2007-11-14',
    endsOn: '2007-11-17',
    occurredOn: '2005-04-30',
  });
  await writer.write('ministerial', ids.ministerial, 'OpenInvitations', { occurredOn: '2006-11' });
  for (let cycle = 0; cycle < CYCLES; cycle++) await tellCycle(campaign * CYCLES + cycle, ids, cycle, writer);
}

async function tellCycle(
  unique: number,
  { campaign, proposal, ministerial }: { campaign: string; proposal: string; ministerial: string },
  cycle: number,
  writer: Writer,
): Promise<void> {
  const country = COUNTRIES[cycle] ?? '';
  const [consultation, stepId] = [uuid(4, unique), uuid(5, unique)];
  const invitation = `${ministerial}-${country}`;
  const letter = JSON.parse(ENTRY) as CommandBody;
  const sources = letter['sources'];
  const inCampaign = (command: string, body: CommandBody): Promise<void> =>
    writer.write('campaign', campaign, command, body);

  await inCampaign('LogAction', letter);
  await writer.write('proposal', proposal, 'EndorseProposal', {
    country,
    capacity: 'minister',
    form: 'signed',
    sources,
    occurredOn: '2000-06-27',
  });
  await inCampaign('LogAction', {
    ...letter,
    kind: 'meeting',
    targets: [{ country, office: 'Permanent Mission to the UN' }],
    participants: [{ organisation: 'Freedom House', count: 2 }],
    asks: [{ text: 'Convene the caucus as a permanent group', response: 'It will be considered' }],
    nextSteps: [{ what: 'See whether the caucus meets as a group', dueOn: '2004-09-30', stepId }],
  });
  await writer.write('consultation', consultation, 'RequestConsultation', {
    id: consultation,
    campaignId: campaign,
    country,
    occasion: 'article-iv',
    purpose: 'Civil society is heard before the mission reports.',
    occurredOn: '2004-03',
  });
  await writer.write('consultation', consultation, 'HoldConsultation', {
    mode: 'in-person',
    participants: [
      { side: 'imf', count: 2 },
      { side: 'civil-society', organisations: ['Trade Union Congress'] },
    ],
    topics: ['Arrears', 'Right of the public to request documents'],
    summary: 'Civil society asked for the documents that the mission worked with.',
    asks: [{ text: 'Publish the staff report', response: 'The authorities would have to agree' }],
    sources,
    occurredOn: '2004-05-12',
  });
  await inCampaign('LogAction', { ...letter, kind: 'call', targets: [{ country }] });
  await writer.write('invitation', invitation, 'ConsiderCountry', { occurredOn: '2006-11' });
  await writer.write('invitation', invitation, 'DecideInvitation', {
    decision: 'observer',
    decidedBy: 'Convening Group',
    rationale: 'The elections are awaited.',
    sources,
    occurredOn: '2007-03',
  });
  await inCampaign('RecordOutcome', {
    actor: { country },
    change: 'It speaks of a permanent group.',
    kind: 'discourse',
    direction: 'progress',
    significance: 'It had not done so before.',
    regarding: [`proposal-${proposal}`],
    occurredOn: '2004-06',
  });
  await inCampaign('RecordDevelopment', {
    who: { organisation: 'Freedom House' },
    summary: 'Freedom House appealed to the caucus to consider four resolutions.',
    occurredOn: '2004-07-01',
  });
  await inCampaign('LogAction', { ...letter, kind: 'briefing' });
  await inCampaign('CompleteNextStep', {
    stepId,
    result: 'The caucus met at ministerial level.',
    occurredOn: '2004-09-22',
  });
}

/** The same at every run. */
function uuid(kind: number, index: number): string {
  return `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(index).padStart(12, '0')}`;
}
