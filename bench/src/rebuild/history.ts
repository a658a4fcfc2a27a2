import type { Writer } from '../writer.js';
import { campaignEntries, SOURCES } from './campaign-entries.js';

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

export const COUNTRIES =
  'CHL MLI POL PRT KOR USA IND CZE ZAF ARG BRA CAN CRI DEU EST FRA GBR GHA HUN IDN ITA JPN KEN MEX MNG NOR'.split(' ');

/**
 * Tells what happens in campaigns: letters, endorsements, consultations, invitations, outcomes.
 *
 * @param from how many are told already
 * @param onBegun called whenever one more is begun
 */
export async function tellHistory(
  writer: Writer,
  campaigns: number,
  { from = 0, onBegun }: { readonly from?: number; readonly onBegun?: () => Promise<void> } = {},
): Promise<void> {
  let next = from;
  const tellOn = async (): Promise<void> => {
    while (next < campaigns) {
      const campaign = next++;
      await onBegun?.();
      await tellOf(campaign, writer);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, tellOn));
}

async function tellOf(campaign: number, writer: Writer): Promise<void> {
  const ids = { campaign: campaignId(campaign), proposal: uuid(2, campaign), ministerial: uuid(3, campaign) };
  await begin(ids, String(campaign), writer);
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

/** Launches a campaign, and puts its proposal forward. */
export async function begin(
  { campaign, proposal }: { readonly campaign: string; readonly proposal: string },
  name: string,
  writer: Writer,
): Promise<void> {
  await writer.write('campaign', campaign, 'LaunchCampaign', {
    id: campaign,
    title: `A permanent group of democracies, ${name}`,
    objective: 'Democracies meet as a permanent group, with rules of procedure.',
    arenas: ['un-democracy-caucus', 'imf', 'community-of-democracies'],
    levels: ['global'],
    countries: COUNTRIES.slice(0, 4),
    leads: ['lead-1'],
    occurredOn: '2000-06-27',
  });
  await writer.write('proposal', proposal, 'SubmitProposal', {
    id: proposal,
    campaignId: campaign,
    arena: 'un-democracy-caucus',
    title: 'Warsaw Declaration',
    ask: 'Form coalitions and caucuses of democracies in international organisations',
    text: 'Governments that take part pledge to work together in international organisations.',
    kind: 'joint-statement',
    addressedTo: 'Governments at the Warsaw ministerial',
    occurredOn: '2000-06-25',
  });
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
  const entries = campaignEntries({ country, stepId, proposal });
  const inCampaign = async (first: number, end = first + 1): Promise<void> => {
    for (const { command, body } of entries.slice(first, end)) await writer.write('campaign', campaign, command, body);
  };

  await inCampaign(0);
  await writer.write('proposal', proposal, 'EndorseProposal', {
    country,
    capacity: 'minister',
    form: 'signed',
    sources: SOURCES,
    occurredOn: '2000-06-27',
  });
  await inCampaign(1);
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
    sources: SOURCES,
    occurredOn: '2004-05-12',
  });
  await inCampaign(2);
  await writer.write('invitation', invitation, 'ConsiderCountry', { occurredOn: '2006-11' });
  await writer.write('invitation', invitation, 'DecideInvitation', {
    decision: 'observer',
    decidedBy: 'Convening Group',
    rationale: 'The elections are awaited.',
    sources: SOURCES,
    occurredOn: '2007-03',
  });
  await inCampaign(3, entries.length);
}

/** The same at every run. */
export function uuid(kind: number, index: number): string {
  return `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(index).padStart(12, '0')}`;
}
