import type { Source } from './phrases.js';

/** What the demonstration reads of each answer. */
export interface Campaign {
  readonly id: string;
  readonly title: string;
  readonly objective: string;
  readonly arenas: readonly string[];
  readonly levels: readonly string[];
  readonly countries: readonly string[] | null;
  readonly launchedOn: string;
  readonly status: string;
  readonly leads: readonly string[];
  readonly milestones: readonly { readonly title: string; readonly dueOn: string | null; readonly status: string }[];
  readonly openNextSteps: readonly { readonly what: string; readonly dueOn: string | null }[];
  readonly outcomes: readonly { readonly change: string; readonly direction: string; readonly occurredOn: string }[];
  readonly counts: {
    readonly actions: { readonly total: number; readonly byKind: Readonly<Record<string, number>> };
    readonly developments: number;
    readonly outcomes: Readonly<Record<string, number>>;
  };
}

export interface Proposal {
  readonly id: string;
  readonly title: string;
  readonly ask: string;
  readonly addressedTo: string;
  readonly status: string;
  readonly version: number;
  readonly debates: readonly { readonly forum: string; readonly occurredOn: string }[];
  readonly decision: { readonly mechanism: string; readonly result: string; readonly occurredOn: string } | null;
}

/** One of several claims that stand side by side, as far as it is told: of a stance, a vote, or part of an invitation. */
export interface Rival {
  readonly stance?: string;
  readonly form?: string | null;
  readonly capacity?: string | null;
  readonly reservation?: string | null;
  readonly vote?: string;
  readonly recommendation?: string;
  readonly by?: string;
  readonly decision?: string;
  readonly decidedBy?: string | null;
  readonly as?: string;
  readonly level?: string | null;
  readonly sources: readonly Source[] | null;
}

export interface Stance {
  readonly proposalId: string;
  readonly version: number;
  readonly country: string;
  readonly stance: 'endorsed' | 'objected' | null;
  readonly form: string | null;
  readonly contested: boolean;
  readonly rivals?: readonly Rival[];
}

export interface Consultation {
  readonly purpose: string;
  readonly occasion: string;
  readonly country: string | null;
  readonly status: string;
  readonly requestedOn: string;
  readonly plannedFor: string | null;
  readonly heldOn: string | null;
  readonly topics: readonly string[] | null;
  readonly nextSteps: readonly {
    readonly what: string | null;
    readonly dueOn: string | null;
    readonly completed: boolean;
  }[];
  readonly influence: readonly {
    readonly topic: string;
    readonly influence: string;
    readonly evidence: string | null;
  }[];
}

export interface Ministerial {
  readonly id: string;
  readonly edition: number;
  readonly hostCountry: string;
  readonly city: string;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly status: string;
}

export interface Invitation {
  readonly country: string;
  readonly advice: { readonly by: string; readonly recommendation: string } | null;
  readonly decision: { readonly decision: string; readonly decidedBy: string | null } | null;
  readonly attendance: { readonly as: string; readonly level: string | null } | null;
  readonly differs: boolean | null;
  readonly contested: boolean;
  readonly rivals?: readonly Rival[];
}

export interface HistoryEntry {
  readonly occurredOn: string;
  readonly sentence: string;
  readonly reason: string | null;
  readonly sources: readonly Source[] | null;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** The API as any other client reads it. */
export class DemoApi {
  constructor(
    private readonly address: string,
    private readonly token: string,
  ) {}

  /** Every item of a list, page after page. */
  async all<Item>(path: string, query: Readonly<Record<string, string>> = {}): Promise<Item[]> {
    const items: Item[] = [];
    for (let page = await this.page<Item>(path, { limit: '200', ...query }); ;) {
      items.push(...page.items);
      if (page.next === null) return items;
      page = await this.page<Item>(path, { limit: '200', cursor: page.next });
    }
  }

  private async page<Item>(path: string, query: Readonly<Record<string, string>>): Promise<Page<Item>> {
    const url = `${this.address}/api/v1/${path}?${new URLSearchParams(query).toString()}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${this.token}` } });
    if (!response.ok) throw new Error(`${path} answered ${String(response.status)}`);
    return (await response.json()) as Page<Item>;
  }
}
