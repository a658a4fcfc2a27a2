import type { Aggregate, CommandType } from '../event-sourcing/decider.js';
import { streamName, type StreamName } from '../event-sourcing/event.js';
import type { EventStore } from '../event-sourcing/event-store.js';
import { handlesIn, isHandle, isStreamField } from './handles.js';
import type { ImportLine } from './import-line.js';

/** What a line is done to, and by which command. */
export interface Target {
  readonly aggregate: Aggregate;
  readonly command: CommandType;
  readonly stream: StreamName;
}

/** What `on` says: the parts of a key, with ids in the place of handles. */
export function partsOf(on: string, idOf: (handle: string) => string): string[] {
  return on.split('/').map((part) => (isHandle(part) ? idOf(part) : part));
}

/** The handle that `on` begins with, if it does. */
export function handleOf(on: string | undefined): string | undefined {
  const [first] = on?.split('/') ?? [];
  return isHandle(first) ? first : undefined;
}

/** Every aggregate that has the command. */
export function withCommand(aggregates: readonly Aggregate[], command: string): Aggregate[] {
  return aggregates.filter(({ commands }) => Object.hasOwn(commands, command));
}

/** What is wrong with a line's command or with what it is done to. */
export interface NoTarget {
  readonly field: 'command' | 'on';
  readonly message: string;
}

/** Finds what a line is done to; where several kinds of object have the command, by what its handle names. */
export function targetOf(
  { command = '', on = '' }: ImportLine,
  aggregates: readonly Aggregate[],
  idOf: (handle: string) => string,
  categories: ReadonlyMap<string, string>,
): Target | NoTarget {
  const candidates = withCommand(aggregates, command);
  if (candidates.length === 0) return { field: 'command', message: `is not known to this version: ${command}` };
  const parts = partsOf(on, idOf);
  const possible = candidates.filter(({ key }) => key.idOf(parts) !== undefined && isComplete(key.path, parts));
  const category = categories.get(on);
  const aggregate = possible.find(({ decider }) => decider.category === category) ?? possible[0];
  if (!aggregate) return { field: 'on', message: `must name an object as ${candidates.map(keyOf).join(' or ')}` };
  if (isHandle(on) && category !== undefined && category !== aggregate.decider.category)
    return { field: 'on', message: `names ${on}, which is a ${category}: ${command} is not done to that` };
  const stream = streamName(aggregate.decider.category, aggregate.key.idOf(parts) ?? '');
  return { aggregate, command: aggregate.commands[command] as CommandType, stream };
}

function isComplete(path: string, parts: readonly string[]): boolean {
  return path.split('/').filter((part) => part.startsWith(':')).length === parts.length;
}

function keyOf({ key }: Aggregate): string {
  const parts = key.path.split('/').filter((part) => part.startsWith(':'));
  return key.kind === 'chosen' ? '@handle (or its id)' : parts.map((part) => `<${part.slice(1)}>`).join('/');
}

/** What kind of object each handle names: by the lines done to it, or else by what the log holds. */
export async function categoriesOf(
  lines: readonly ImportLine[],
  aggregates: readonly Aggregate[],
  idOf: (handle: string) => string,
  store: EventStore,
): Promise<Map<string, string>> {
  const categories = new Map<string, string>();
  const chosen = aggregates.filter(({ key }) => key.kind === 'chosen');
  const learn = (handle: string, aggregate: Aggregate | undefined): void => {
    if (aggregate && !categories.has(handle)) categories.set(handle, aggregate.decider.category);
  };
  const onHandles = lines.filter(({ on }) => isHandle(on));
  for (const { on = '', command = '' } of onHandles)
    learn(
      on,
      withCommand(chosen, command).find(({ commands }) => commands[command]?.verb === undefined),
    );
  for (const { on = '', command = '' } of onHandles) {
    const [only, ...more] = withCommand(chosen, command);
    if (more.length === 0) learn(on, only);
  }
  for (const handle of unexplained(lines, categories)) learn(handle, await firstInLog(chosen, idOf(handle), store));
  return categories;
}

function unexplained(lines: readonly ImportLine[], categories: ReadonlyMap<string, string>): Set<string> {
  const handles = lines.flatMap(({ on, fields }) => [
    ...(isHandle(on) ? [on] : []),
    ...[...handlesIn(fields)].filter(({ field }) => isStreamField(field)).map(({ handle }) => handle),
  ]);
  return new Set(handles.filter((handle) => !categories.has(handle)));
}

async function firstInLog(
  aggregates: readonly Aggregate[],
  id: string,
  store: EventStore,
): Promise<Aggregate | undefined> {
  for (const aggregate of aggregates) {
    const stream = streamName(aggregate.decider.category, id);
    for await (const _ of store.readStream(stream, { upTo: 0n })) return aggregate;
  }
  return undefined;
}
