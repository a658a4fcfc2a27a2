import { randomUUID } from 'node:crypto';
import type { Bench } from '../bench.js';
import { compiled, runJob } from '../children.js';
import { entriesPerSecond } from '../http/entries-per-second.js';
import type { LoadAnswer } from '../http/load.js';
import { product, refuseLoss, type StartTarget } from '../http/target.js';
import { eventsIn, lastEvents } from './last-events.js';
import type { AppendPlan, StoredEntry } from './plan.js';
import { campaignStream, eventStoreDbLog } from './product-log.js';
import { newNamespace, server } from './server.js';

const APPENDERS = 64;

/** The product with its log on the server that is named. */
export function productOnEventStoreDb(campaigns: number): StartTarget {
  return product(campaigns, () => eventStoreDbLog());
}

/** The product's write rate there: 64 clients on 64 campaigns. */
export async function entriesOn64ObjectsOnEventStoreDb(bench: Bench): Promise<number> {
  const rate = await entriesPerSecond(bench, productOnEventStoreDb(APPENDERS));
  bench.writeRatesOnEventStoreDb.push(rate);
  return rate;
}

/** An entry that the product was sent over HTTP, as it has stored it. */
export function storedEntry(bench: Bench): Promise<StoredEntry> {
  return bench.inFolder(async (folder) => {
    const namespace = newNamespace();
    const target = await product(1, () => eventStoreDbLog(namespace))(bench, folder);
    await target.finish(1);
    const [last] = await lastEvents(target.campaignIds.map((id) => campaignStream(namespace, id)));
    if (!last) throw new Error('the entry is not in its stream');
    return {
      type: last.type,
      data: last.data as StoredEntry['data'],
      metadata: last.metadata as StoredEntry['metadata'],
    };
  });
}

/** What 64 appenders of the bare client are told, in a namespace of their own, on so many streams. */
export function appendPlan(bench: Bench, entry: StoredEntry, streams: number): AppendPlan {
  const namespace = newNamespace();
  const names = Array.from({ length: streams }, () => campaignStream(namespace, randomUUID()));
  return {
    connectionString: server(),
    namespace,
    streams: Array.from({ length: APPENDERS }, (_, appender) => names[appender % streams] as string),
    entry,
    path: 'unary',
    expected: 'exact',
    warmUpMs: bench.warmUpMs,
    measureMs: bench.measureMs,
  };
}

/** Appends a second of the bare client, each appender waiting for its answer. */
export async function appendsPerSecond(plan: AppendPlan): Promise<number> {
  const { answered, seconds, total } = await runJob<LoadAnswer>(compiled('eventstoredb/append-loop.js'), plan);
  await refuseLostAppends(plan, total);
  return answered / seconds;
}

/** @throws where the streams hold less than was answered */
export async function refuseLostAppends({ streams }: AppendPlan, answered: number): Promise<void> {
  refuseLoss('the server', await eventsIn([...new Set(streams)]), answered);
}
