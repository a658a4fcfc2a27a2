import { idOf, categoryOf, type PositionedEvent, type StreamName } from '../../src/event-sourcing/event.js';
import type { Codec } from '../../src/event-sourcing/codec.js';
import type { EventStore } from '../../src/event-sourcing/event-store.js';
import { isAmendment, type AmendmentEvent } from '../../src/event-sourcing/amendments.js';
import { placesIn } from '../audit-log/places.js';
import { NotFound, BadParameters, type Asked, type ReadRoute, type Scope } from '../reading/read-route.js';
import type { Viewer } from '../reading/viewer.js';
import type { SqliteReadDatabase } from '../read-database/sqlite-read-database.js';
import { differing, fieldsOf, type Fields } from './fields.js';
import { isLater, type Moment } from './moment.js';
import { throughTime } from './through-time.js';
import type { TimeMachine } from './time-machine.js';

export interface WhatChangedOptions {
  readonly machine: TimeMachine;
  readonly store: EventStore;
  readonly codec: Codec;
  readonly database: SqliteReadDatabase;
  readonly routes: readonly ReadRoute[];
}

interface Change {
  readonly object: string;
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly eventIds: readonly string[];
}

/** Answers what changed between two moments, and why each value is shown: from the same folds that show it. */
export class WhatChanged {
  constructor(private readonly options: WhatChangedOptions) {}

  /** Over one object, or over every object of a campaign. @throws BadParameters · NotFound */
  async changes(route: ReadRoute, asked: Asked, viewer: Viewer): Promise<Record<string, unknown>> {
    refuseOtherParameters(asked, route.kind === 'list' ? ['from', 'to', 'campaignId'] : ['from', 'to']);
    const { from: fromGiven, to: toGiven, ...query } = asked.query;
    const to = await this.options.machine.moment('to', toGiven);
    const from = fromGiven ? await this.options.machine.moment('from', fromGiven) : BEFORE_ALL;
    if (isLater(from, to)) throw new BadParameters([{ field: 'from', message: 'must not be later than to' }]);
    const items: Change[] = [];
    let isThere = route.kind === 'list';
    for (const object of await this.objectsOf(route, { path: asked.path, query }, to)) {
      const changes = await this.changesOf(object, from, to, viewer);
      if (changes) items.push(...changes);
      isThere ||= changes !== undefined;
    }
    if (!isThere) throw unknown(route);
    return { items, next: null, from: freshness(from), ...freshness(to) };
  }

  /** For each value that an object shows: the entry that set it, and what it replaced. @throws NotFound */
  async explain(route: ReadRoute, asked: Asked, viewer: Viewer): Promise<Record<string, unknown>> {
    refuseOtherParameters(asked, ['asOf']);
    const moment = await this.options.machine.moment('asOf', asked.query['asOf']);
    const ends = await this.options.machine.ends(route.scope?.(asked.path) ?? {}, moment);
    const settings = new Map<string, Setting[]>();
    let before: Fields = new Map();
    let shown: { id?: string; revision?: number } | undefined;
    for await (const step of this.steps({ route, asked: { path: asked.path, query: {} } }, ends, '', viewer)) {
      shown = [...step.shown.values()][0];
      const after = fieldsOf(shown);
      if (step.event)
        for (const field of differing(before, after)) noteSetting(settings, field, after.get(field), step.event);
      before = after;
    }
    if (!shown) throw unknown(route);
    const entries = await this.entryItems([...settings.values()].flat().map(({ event }) => event));
    const fields = [...before.keys()].map((field) => explained(field, settings.get(field) ?? [], entries));
    return { id: shown.id, revision: shown.revision, fields, ...freshness(moment) };
  }

  /** Undefined where nothing was ever shown. */
  private async changesOf(
    object: AskedObject,
    from: Moment,
    to: Moment,
    viewer: Viewer,
  ): Promise<Change[] | undefined> {
    const ends = await this.options.machine.ends(object.scope, to);
    const first = new Map<string, Fields>();
    const last = new Map<string, Fields>();
    const made = new Map<string, string[]>();
    for await (const { event, shown } of this.steps(object, ends, from.position, viewer)) {
      for (const id of new Set([...shown.keys(), ...last.keys()])) {
        const after = fieldsOf(shown.get(id));
        if (event)
          for (const field of differing(last.get(id) ?? NOTHING, after)) {
            const key = `${id}\u0000${field}`;
            made.set(key, [...(made.get(key) ?? []), event.id]);
          }
        else first.set(id, after);
        last.set(id, after);
      }
    }
    if (last.size === 0) return undefined;
    return [...last].flatMap(([id, after]) => {
      const before = first.get(id) ?? NOTHING;
      return differing(before, after).map((field) => ({
        object: object.nameOf(id),
        field,
        before: before.get(field) ?? null,
        after: after.get(field) ?? null,
        eventIds: made.get(`${id}\u0000${field}`) ?? [],
      }));
    });
  }

  /** What is looked at: the object that the route shows, each object of the campaign, or of those that are asked for. */
  private async objectsOf(route: ReadRoute, asked: Asked, to: Moment): Promise<AskedObject[]> {
    const { machine } = this.options;
    const isCampaign = route.shows?.category === 'campaign';
    if (route.kind === 'object' && !isCampaign) {
      const scope = route.scope?.(asked.path) ?? {};
      return [{ route, asked, scope, nameOf: (id) => `${route.shows?.category ?? ''}-${id}` }];
    }
    const { id: campaignId = '' } = asked.path;
    const campaigns = isCampaign ? [campaignId] : asked.query['campaignId'];
    const scope: Scope = campaigns ? { campaigns } : { startingWith: [`${route.shows?.category ?? ''}-`] };
    const routes = isCampaign ? this.options.routes : [route];
    return [...(await machine.ends(scope, to)).keys()].flatMap((stream) => objectsIn(stream, routes));
  }

  private steps(
    object: Pick<AskedObject, 'route' | 'asked'>,
    ends: Awaited<ReturnType<TimeMachine['ends']>>,
    after: string,
    viewer: Viewer,
  ) {
    const { store, codec, database } = this.options;
    return throughTime(object, { ends, after }, { store, codec, placesOf: placesIn(database), viewer });
  }

  /** By event id, what set a value: who said so, on what sources, and why. */
  private async entryItems(events: readonly PositionedEvent[]): Promise<ReadonlyMap<string, object>> {
    const { codec, machine } = this.options;
    const different = [...new Map(events.map((event) => [event.id, event])).values()];
    const told = different.map((event) => {
      const { entry } = codec.decode(event).event;
      return { eventId: event.id, type: event.type, data: event.data, stream: event.stream, entry };
    });
    const sentences = await machine.sentences(told);
    return new Map(different.map((event, index) => [event.id, entryItem(event, sentences[index] ?? '')]));
  }
}

function explained(field: string, settings: readonly Setting[], entries: ReadonlyMap<string, object>): object {
  const told = settings.toReversed().map(({ value, event }) => ({ value, setBy: entries.get(event.id) ?? null }));
  const [now = { value: null, setBy: null }, ...replaced] = told;
  return { field, ...now, replaced };
}

function entryItem({ id, type, stream, position, data, metadata }: PositionedEvent, sentence: string): object {
  return {
    eventId: id,
    type,
    stream,
    position,
    occurredOn: metadata.occurredOn,
    recordedAt: metadata.recordedAt,
    actor: metadata.actorId,
    sentence,
    sources: metadata.sources ?? null,
    reason: metadata.reason ?? null,
    ...(isAmendment(type) ? { amends: (data as AmendmentEvent['data']).target } : {}),
  };
}

interface Setting {
  readonly value: unknown;
  readonly event: PositionedEvent;
}

interface AskedObject {
  readonly route: ReadRoute;
  readonly asked: Asked;
  readonly scope: Scope;
  nameOf(id: string): string;
}

function refuseOtherParameters({ query }: Asked, taken: readonly string[]): void {
  const others = Object.keys(query).filter((name) => !taken.includes(name));
  const errors = others.map((field) => ({ field, message: 'is not a parameter of this route' }));
  if (errors.length > 0) throw new BadParameters(errors);
}

function unknown(route: ReadRoute): NotFound {
  return new NotFound(`${route.shows?.category ?? 'object'}.unknown`);
}

const BEFORE_ALL: Moment = { position: '', last: undefined };
const NOTHING: Fields = new Map();

function freshness({ last }: Moment): { position: string | null; asOf: string | null } {
  return { position: last?.position ?? null, asOf: last?.recordedAt ?? null };
}

function noteSetting(settings: Map<string, Setting[]>, field: string, value: unknown, event: PositionedEvent): void {
  settings.set(field, [...(settings.get(field) ?? []), { value: value ?? null, event }]);
}

/** What is shown of the object that a stream is: by itself, and on boards that are made of it. */
function objectsIn(stream: StreamName, routes: readonly ReadRoute[]): AskedObject[] {
  return routes.flatMap((route) => {
    if (route.shows?.category !== categoryOf(stream)) return [];
    const asked = route.shows.ask(idOf(stream));
    const scope = route.scope?.(asked.path) ?? { streams: [stream] };
    const nameOf = (id: string): string => (route.kind === 'object' ? stream : `${route.path}/${id}`);
    return [{ route, asked, scope, nameOf }];
  });
}
