import type { ActivityRow } from './activity.projection.js';

/** A column that entries are grouped by, and the groups that a value of it stands for; null where it names none. */
interface Grouping {
  readonly column: keyof ActivityRow;
  readonly groupsIn: (value: unknown) => readonly (string | null)[];
}

const one = (value: unknown): string[] => [value as string];
const each = (value: unknown): (string | null)[] => ((value as string[]).length > 0 ? (value as string[]) : [null]);

/** What entries are counted by beside their period, by the name that `group=` takes. */
export const GROUPS: Readonly<Record<'type' | 'arena' | 'country' | 'campaign', Grouping>> = {
  type: { column: 'name', groupsIn: one },
  arena: { column: 'arenas', groupsIn: each },
  country: { column: 'countries', groupsIn: each },
  campaign: { column: 'campaignId', groupsIn: one },
};
