import { standing, standingBy, type Claim } from '../../src/event-sourcing/things.js';
import type { EntrySource } from '../../src/event-sourcing/event.js';
import type { ProposalEvent, StatePositionAssessed } from '../../src/un-democracy-caucus/proposal/proposal.events.js';
import { toldBy, type RivalItem } from '../contests/contests.js';
import { rowOf, type Logged, type Projection, type RowOfStream, type StreamRows } from '../projection.js';
import { contestOver, stanceClaim, type StanceClaim, type VoteClaim } from './state-claims.js';

export type ForecastClaim = { readonly occurredOn: string } & StatePositionAssessed['data'];

/** The texts and name of a proposal: what its cells share. */
export interface ProposalRow extends RowOfStream {
  revision: number;
  title: string | null;
  texts: (Claim & { readonly version: number })[];
}

/** All that a state has said about a proposal, and all that was expected of it. */
export interface StateRow extends RowOfStream {
  country: string;
  stances: StanceClaim[];
  votes: VoteClaim[];
  forecasts: ForecastClaim[];
}

/** Proposal × text × state: what stands. */
export interface CellRow extends RowOfStream {
  version: number;
  country: string;
  arena: string | null;
  stance: string | null;
  capacity: string | null;
  form: string | null;
  reservation: string | null;
  grounds: string | null;
  occurredOn: string | null;
  sources: readonly EntrySource[] | null;
  vote: string | null;
  forecast: Omit<ForecastClaim, 'country'> | null;
  /** Whether sources disagree on the stance or the vote; then the claims that stand side by side. */
  contested: boolean;
  rivals: readonly RivalItem[] | null;
}

interface Rows {
  proposal: ProposalRow & { arena: string | null };
  state: StateRow;
  cell: CellRow;
}

const ofStream = { stream: 'text', campaignId: 'text', visibility: 'text' } as const;

/** Proposals × states: standing endorsements, reservations and objections, votes, forecast against actual. */
export const endorsementBoard: Projection<Rows, ProposalEvent> = {
  name: 'endorsement-board',
  version: 2,
  categories: ['proposal'],
  tables: {
    proposal: {
      columns: { ...ofStream, revision: 'integer', title: 'text', arena: 'text', texts: 'json' },
      key: ['stream'],
    },
    state: {
      columns: { ...ofStream, country: 'text', stances: 'json', votes: 'json', forecasts: 'json' },
      key: ['stream', 'country'],
    },
    cell: {
      columns: {
        ...ofStream,
        version: 'integer',
        country: 'text',
        arena: 'text',
        stance: 'text',
        capacity: 'text',
        form: 'text',
        reservation: 'text',
        grounds: 'text',
        occurredOn: 'text',
        sources: 'json',
        vote: 'text',
        forecast: 'json',
        contested: 'boolean',
        rivals: 'json',
      },
      key: ['stream', 'version', 'country'],
      indexes: [['campaignId', 'stream', 'version', 'country']],
    },
  },

  fold(rows, event) {
    const begun = rows.get('proposal', event.stream) ?? {
      ...rowOf(event),
      revision: 0,
      title: null,
      arena: null,
      texts: [],
    };
    const proposal = { ...begun, ...namedBy(event), texts: textsAfter(begun.texts, event), revision: event.revision };
    rows.put('proposal', proposal);
    const concerned = foldStates(rows, event);
    for (const state of concerned) showState(rows, state, proposal);
  },
};

function namedBy(event: Logged<ProposalEvent>): { title?: string; arena?: string } {
  return event.type === 'ProposalSubmitted' ? { title: event.data.title, arena: event.data.arena } : {};
}

function textsAfter(texts: ProposalRow['texts'], event: Logged<ProposalEvent>): ProposalRow['texts'] {
  if (event.type === 'ProposalSubmitted') return [{ version: 1, occurredOn: null }, ...texts];
  if (event.type !== 'ProposalAmended') return texts;
  return [...texts, { version: event.data.version, occurredOn: event.entry.occurredOn }];
}

/** Takes in what the event says of states; returns those whose cells may look different now. */
function foldStates(rows: StreamRows<Rows>, event: Logged<ProposalEvent>): StateRow[] {
  const { occurredOn } = event.entry;
  switch (event.type) {
    case 'StateEndorsed':
    case 'StateObjected':
    case 'StateEndorsementWithdrawn':
      return [
        changeState(rows, event, event.data.country, ({ stances }) => ({ stances: [...stances, stanceClaim(event)] })),
      ];
    case 'StatePositionAssessed':
      return [
        changeState(rows, event, event.data.country, ({ forecasts }) => ({
          forecasts: [...forecasts, { ...event.data, occurredOn }],
        })),
      ];
    case 'ProposalDecided':
      return (event.data.votes ?? []).map(({ country, vote }) =>
        changeState(rows, event, country, ({ votes }) => ({ votes: [...votes, { ...toldBy(event), vote }] })),
      );
    case 'ProposalSubmitted':
    case 'ProposalAmended':
      // Votes and forecasts belong to the text that was in force: a text told of late may be that.
      return rows.all('state');
    default:
      return [];
  }
}

function changeState(
  rows: StreamRows<Rows>,
  event: Logged,
  country: string,
  change: (state: StateRow) => Partial<StateRow>,
): StateRow {
  const known = rows.get('state', event.stream, country);
  const state = known ?? { ...rowOf(event), country, stances: [], votes: [], forecasts: [] };
  const changed = { ...state, ...change(state) };
  rows.put('state', changed);
  return changed;
}

function showState(rows: StreamRows<Rows>, state: StateRow, proposal: Rows['proposal']): void {
  const inForceBy = (date: string): number => standingBy(proposal.texts, date)?.version ?? 1;
  const versions = Math.max(
    1,
    ...proposal.texts.map(({ version }) => version),
    ...state.stances.map(({ version }) => version),
  );
  for (let version = 1; version <= versions; version++) {
    const claims = {
      stances: state.stances.filter((claim) => claim.version === version),
      votes: state.votes.filter(({ occurredOn }) => inForceBy(occurredOn) === version),
      forecasts: state.forecasts.filter(({ occurredOn }) => inForceBy(occurredOn) === version),
    };
    if (Object.values(claims).some(({ length }) => length > 0))
      rows.put('cell', cell(state, proposal, version, claims));
    else if (rows.get('cell', state.stream, version, state.country))
      rows.remove('cell', state.stream, version, state.country);
  }
}

function cell(
  { stream, campaignId, visibility, country }: StateRow,
  { arena }: Rows['proposal'],
  version: number,
  { stances, votes, forecasts }: Pick<StateRow, 'stances' | 'votes' | 'forecasts'>,
): CellRow {
  const stance = standing(stances);
  const forecast = standing(forecasts);
  const contest = contestOver(stances, votes);
  return {
    stream,
    campaignId,
    visibility,
    version,
    country,
    arena,
    stance: stance?.stance ?? null,
    capacity: stance?.capacity ?? null,
    form: stance?.form ?? null,
    reservation: stance?.reservation ?? null,
    grounds: stance?.grounds ?? null,
    occurredOn: stance?.occurredOn ?? null,
    sources: stance?.sources ?? null,
    vote: standing(votes)?.vote ?? null,
    forecast: forecast ? withoutCountry(forecast) : null,
    contested: contest.contested,
    rivals: contest.contested ? contest.rivals : null,
  };
}

function withoutCountry({ country: _, ...forecast }: ForecastClaim): Omit<ForecastClaim, 'country'> {
  return forecast;
}
