import type { Database } from 'better-sqlite3';
import type { ReadModelState } from './read-model-state.js';

/** A row of the catalogue, under the names that the code has for it. */
export const STATE = `SELECT name, version, generation, live = 1 AS live, resume, shown, shown_event_id AS shownEventId,
  shown_stream AS shownStream, shown_revision AS shownRevision, as_of AS asOf,
  latest_recorded_at AS latestRecordedAt, clocks_apart AS clocksApart,
  stopped_at AS stoppedAt, stopped_because AS stoppedBecause FROM read_model`;

export type StoredState = Omit<ReadModelState, 'live'> & { readonly live: number };

/** Looks up the generation of a read model that queries are answered from; prepared once. */
export function liveState(database: Database): (name: string) => ReadModelState | undefined {
  const statement = database.prepare<[string], StoredState>(`${STATE} WHERE name = ? AND live = 1`);
  return (name) => {
    const state = statement.get(name);
    return state && { ...state, live: true };
  };
}
