import type { Codec } from '../../src/event-sourcing/codec.js';
import type { Position } from '../../src/event-sourcing/event.js';
import type { EventStore } from '../../src/event-sourcing/event-store.js';
import { placesIn } from '../audit-log/places.js';
import { Page } from '../page.js';
import type { AnyProjection } from '../projection.js';
import { advanceAll } from '../projection-run.js';
import { ReadModelBuilding } from '../reading/read-models.js';
import { NAMELESS } from '../read-database/open-read-database.js';
import { SqliteReadDatabase } from '../read-database/sqlite-read-database.js';
import type { Snapshot, Snapshots } from './snapshots.js';
import { Throwaway } from './throwaway.js';

/** After each page, others have their turn. */
const PAGE = 1_000;

export interface WholePastOptions {
  readonly store: EventStore;
  readonly codec: Codec;
  /** The live one. */
  readonly database: SqliteReadDatabase;
  /** Copies it as it is at one moment into a file that is not there yet. */
  readonly copyTo: (file: string) => Promise<void>;
  readonly snapshots: Snapshots;
}

/** Whole read models as they were: from the nearest snapshot, then what came after it. One is made at a time. */
export class WholePast {
  private last: { readonly past: Throwaway; readonly position: Position } | undefined;
  /** Snapshots that a past goes on from: SQLite lets but one write to each, even if it is all forgotten. */
  private readonly inUse = new Set<string>();

  constructor(private readonly options: WholePastOptions) {}

  /** To be disposed of by whoever asks; until then it stays as it is. */
  async at(projection: AnyProjection, position: Position): Promise<Throwaway> {
    if (this.last?.past.projection === projection && this.last.position === position) return this.last.past.hold();
    const past = this.goesOnTo(projection, position) ?? this.begin(projection, position);
    this.last = undefined;
    try {
      await this.advance(past, position);
    } catch (error) {
      past.dispose();
      throw error;
    }
    this.last = { past, position };
    return past.hold();
  }

  /** Takes a snapshot of the live read database where one is due. */
  async keepUp(): Promise<void> {
    const { database, copyTo, snapshots } = this.options;
    const live = database.readModels().filter((state) => state.live);
    const position = live.map(({ resume }) => resume ?? '').reduce((a, b) => (a > b ? a : b), '');
    if (live.some(({ stoppedAt }) => stoppedAt !== null)) return;
    if (snapshots.isDue(position, database.bytes)) await snapshots.keep(position, copyTo);
  }

  dispose(): void {
    this.last?.past.dispose();
    this.last = undefined;
  }

  private goesOnTo(projection: AnyProjection, position: Position): Throwaway | undefined {
    const { last } = this;
    if (last?.past.projection !== projection || last.position > position || last.past.isShared) return undefined;
    const snapshot = this.nearest(position);
    return snapshot && snapshot.position > last.position ? undefined : last.past;
  }

  private begin(projection: AnyProjection, position: Position): Throwaway {
    this.dispose();
    return this.fromSnapshot(projection, position) ?? Throwaway.of(projection, NAMELESS);
  }

  private nearest(position: Position): Snapshot | undefined {
    return this.options.snapshots.nearest(position, this.inUse);
  }

  private fromSnapshot(projection: AnyProjection, position: Position): Throwaway | undefined {
    const snapshot = this.nearest(position);
    if (!snapshot) return undefined;
    const database = new SqliteReadDatabase(snapshot.file);
    const state = database.live(projection.name);
    if (state?.version === projection.version && (state.resume ?? '') <= position) {
      database.changeNothingForGood();
      this.inUse.add(snapshot.file);
      return Throwaway.on(database, projection, state, () => this.inUse.delete(snapshot.file));
    }
    database.close();
    this.options.snapshots.discard(snapshot.file);
    return this.fromSnapshot(projection, position);
  }

  private async advance({ run, database }: Throwaway, position: Position): Promise<void> {
    const { store, codec } = this.options;
    const placesOf = placesIn(this.options.database);
    for (;;) {
      const page = await store.readAll(run.state.resume ?? 'start', PAGE);
      const events = page.events.filter((event) => event.position <= position);
      const end = events.at(-1)?.position;
      if (end === undefined) return;
      advanceAll([run], await Page.of({ events, end }, { store, codec, placesOf }), database);
      if (run.stopped) throw new ReadModelBuilding('the past read model cannot be folded any further');
    }
  }
}
