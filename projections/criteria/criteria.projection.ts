import { idOf } from '../../src/event-sourcing/event.js';
import { standing, type Claim } from '../../src/event-sourcing/things.js';
import type { CriteriaEvent, Criterion } from '../../src/un-democracy-caucus/criteria/criteria.events.js';
import { objectColumns, objectIndexes, objectRowOf, type Projection, type RowOfObject } from '../projection.js';

/** One version of a body's criteria. Its adoption has its own time: whatever was adopted later supersedes it. */
export interface CriteriaVersion extends Claim {
  readonly occurredOn: string;
  readonly version: number;
  readonly criteria: readonly Criterion[];
  readonly reason: string | null;
}

export interface CriteriaRow extends RowOfObject {
  /** The body, which is an arena too. */
  body: string;
  versions: CriteriaVersion[];
}

interface Rows {
  criteria: CriteriaRow;
}

/** Every version of the criteria that bodies have for taking part in them. */
export const criteria: Projection<Rows, CriteriaEvent> = {
  name: 'criteria',
  version: 1,
  categories: ['criteria'],
  tables: {
    criteria: {
      columns: { ...objectColumns, body: 'text', versions: 'json' },
      key: ['stream'],
      indexes: objectIndexes,
    },
  },

  fold(rows, event) {
    const row = rows.get('criteria', event.stream) ?? { ...objectRowOf(event), body: idOf(event.stream), versions: [] };
    const { occurredOn, reason = null } = event.entry;
    rows.put('criteria', {
      ...row,
      // Criteria belong to no campaign by nature: theirs is the first that an entry was given.
      campaignId: row.campaignId ?? event.metadata.campaignId ?? null,
      revision: event.revision,
      versions: [...row.versions, { ...event.data, occurredOn, reason }],
    });
  },
};

export function versionInForce({ versions }: Pick<CriteriaRow, 'versions'>): CriteriaVersion | undefined {
  return standing(versions);
}
