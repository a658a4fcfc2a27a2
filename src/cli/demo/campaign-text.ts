import { countryName } from '../../vocabulary/countries.js';
import { contestText, stanceLines } from './contest-text.js';
import type { Campaign, Consultation, HistoryEntry, Invitation, Ministerial, Proposal, Stance } from './demo-api.js';
import { aside, inWords, label, listed, point, titles } from './phrases.js';
import { PAGE_WIDTH, wrap } from './wrap.js';

/** All that is shown of one campaign. */
export interface CampaignReport {
  readonly campaign: Campaign;
  readonly proposals: readonly Proposal[];
  readonly stances: readonly Stance[];
  readonly consultations: readonly Consultation[];
  readonly ministerials: readonly (Ministerial & { readonly invitations: readonly Invitation[] })[];
  readonly history: readonly HistoryEntry[];
}

const ARENA_NAMES: Readonly<Record<string, string>> = {
  'un-democracy-caucus': 'UN Democracy Caucus',
  imf: 'IMF',
  'community-of-democracies': 'Community of Democracies',
};

/** Where a campaign stands and how it got there, as a page of plain text. */
export function campaignText(report: CampaignReport): string {
  const sections = [
    heading(report.campaign),
    standing(report),
    section(
      'Proposals',
      report.proposals.map((proposal) => proposalText(proposal, report.stances)),
    ),
    section('Consultations', report.consultations.map(consultationText)),
    section('Ministerials', report.ministerials.map(ministerialText)),
    section('History', report.history.map(entryText)),
  ];
  return sections.filter((text) => text !== '').join('\n\n');
}

function heading({ title, status, launchedOn, arenas, levels, countries }: Campaign): string {
  const about = [
    `${status} since ${launchedOn}`,
    arenas.map((arena) => ARENA_NAMES[arena] ?? arena).join(', '),
    levels.join(', '),
    ...(countries ? [countries.map(countryName).join(', ')] : []),
  ];
  return ['═'.repeat(PAGE_WIDTH), wrap(title, ''), wrap(about.join(' · '), '')].join('\n');
}

function standing({ campaign, consultations }: CampaignReport): string {
  const { actions, developments, outcomes } = campaign.counts;
  const done = [
    counted(actions.total, 'action', actions.byKind),
    counted(developments, 'development'),
    counted(campaign.outcomes.length, 'outcome', outcomes),
  ];
  const due = dueSteps(campaign, consultations);
  return [
    wrap(campaign.objective, label('Objective')),
    wrap(campaign.leads.join(', ') || 'nobody', label('Led by')),
    wrap(`${done.join(', ')}.`, label('So far')),
    ...campaign.outcomes.map(({ occurredOn, change }) => wrap(`${occurredOn}: ${change}`, label(''))),
    ...(due.length === 0 ? ['Nothing is open.'] : due).map((step, index) =>
      wrap(step, label(index === 0 ? 'Next' : '')),
    ),
  ].join('\n');
}

function dueSteps({ openNextSteps, milestones }: Campaign, consultations: readonly Consultation[]): string[] {
  const open = [
    ...openNextSteps,
    ...consultations.flatMap(({ nextSteps }) => nextSteps.filter(({ completed }) => !completed)),
    ...milestones.filter(({ status }) => status === 'planned').map(({ title, dueOn }) => ({ what: title, dueOn })),
  ];
  return open.map(
    ({ what, dueOn }) => `${what ?? 'A step that is not known'} (${dueOn === null ? 'no date' : `by ${dueOn}`})`,
  );
}

function section(name: string, items: readonly string[]): string {
  return items.length === 0 ? '' : [name, ...items].join('\n');
}

function proposalText(
  { id, title, status, ask, addressedTo, version, decision, debates }: Proposal,
  stances: readonly Stance[],
): string {
  const now = stances.filter((stance) => stance.proposalId === id && stance.version === version);
  const decided = decision ? `, by ${inWords(decision.mechanism)}, ${decision.occurredOn}` : '';
  return [
    wrap(`${title}: ${inWords(decision?.result ?? status)}${decided}`, '  '),
    wrap(ask, point('Asks')),
    wrap(addressedTo, point('Of')),
    ...debates.map(({ occurredOn, forum }) => wrap(`${occurredOn}, ${forum}`, point('Debated'))),
    ...stanceLines(now),
  ].join('\n');
}

function consultationText(consultation: Consultation): string {
  const { purpose, occasion, country, status, requestedOn, plannedFor, heldOn, topics, influence } = consultation;
  const when = heldOn ?? (plannedFor === null ? `asked for ${requestedOn}` : `planned for ${plannedFor}`);
  const around = [inWords(occasion), ...(country === null ? [] : [countryName(country)])].join(', ');
  return [
    wrap(`${purpose} (${around}): ${status}, ${when}`, '  '),
    ...listed('Topics', topics ?? []),
    ...influence.map(({ topic, influence: had, evidence }) =>
      wrap(`${had} on "${topic}"${evidence === null ? '' : `: ${evidence}`}`, point('Influence')),
    ),
  ].join('\n');
}

function ministerialText({
  edition,
  city,
  hostCountry,
  startsOn,
  endsOn,
  status,
  invitations,
}: CampaignReport['ministerials'][number]): string {
  const days = startsOn === null ? 'dates not known' : `${startsOn}${endsOn === null ? '' : ` to ${endsOn}`}`;
  return [
    wrap(`${String(edition)}. ${city}, ${countryName(hostCountry)}, ${days}: ${inWords(status)}`, '  '),
    ...invitations.map((invitation) => wrap(invitationText(invitation), '    ')),
  ].join('\n');
}

function invitationText({ country, advice, decision, attendance, differs, contested, rivals }: Invitation): string {
  const told = [
    advice ? `advice ${inWords(advice.recommendation)} (${advice.by})` : 'no advice known',
    decision
      ? `decided ${inWords(decision.decision)}${aside(decision.decidedBy === null ? [] : [decision.decidedBy])}`
      : 'no decision known',
    attendance
      ? `attended as ${attendance.as}${aside(attendance.level === null ? [] : [attendance.level])}`
      : 'attendance not known',
    ...(differs === true ? ['the decision differs from the advice'] : []),
    ...(contested ? [`sources disagree: ${contestText(rivals)}`] : []),
  ];
  return `${countryName(country)}: ${told.join('; ')}`;
}

const DATE_WIDTH = 12;

function entryText({ occurredOn, sentence, sources, reason }: HistoryEntry): string {
  const indent = ' '.repeat(DATE_WIDTH + 2);
  const named = titles(sources);
  return [
    wrap(sentence, `  ${occurredOn.padEnd(DATE_WIDTH)}`),
    ...(named.length === 0 ? [] : [wrap(named.join('; '), `${indent}Source: `)]),
    ...(reason === null ? [] : [wrap(reason, `${indent}Why: `)]),
  ].join('\n');
}

/** `3 actions (letter 2, meeting 1)` */
function counted(count: number, what: string, byKind: Readonly<Record<string, number>> = {}): string {
  const kinds = Object.entries(byKind).filter(([, ofKind]) => ofKind > 0);
  return `${String(count)} ${what}${count === 1 ? '' : 's'}${aside(kinds.map(([kind, ofKind]) => `${kind} ${String(ofKind)}`))}`;
}
