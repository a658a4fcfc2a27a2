import type { Comparison } from './comparison.js';
import { append } from './comparisons/append.js';
import { commandsUnderFlood } from './comparisons/commands-under-flood.js';
import { correction } from './comparisons/correction.js';
import { entriesAndFastify } from './comparisons/entries-and-fastify.js';
import { entriesAndNest } from './comparisons/entries-and-nest.js';
import { eventStoreDbEntries } from './comparisons/eventstoredb-entries.js';
import { eventStoreDbOneObject } from './comparisons/eventstoredb-one-object.js';
import { eventStoreDbVisible } from './comparisons/eventstoredb-visible.js';
import { oneCampaign } from './comparisons/one-campaign.js';
import { pastOfEverything } from './comparisons/past-of-everything.js';
import { pastOfOneCampaign } from './comparisons/past-of-one-campaign.js';
import { rebuild } from './comparisons/rebuild.js';
import { memoryAtScale } from './comparisons/memory-at-scale.js';
import { readsAtScale } from './comparisons/reads-at-scale.js';
import { startAtScale } from './comparisons/start-at-scale.js';
import { visible } from './comparisons/visible.js';

/** Every row of the table, in its order. */
export const comparisons: readonly Comparison[] = [
  entriesAndFastify,
  entriesAndNest,
  oneCampaign,
  append,
  rebuild,
  visible,
  readsAtScale,
  memoryAtScale,
  startAtScale,
  pastOfOneCampaign,
  pastOfEverything,
  correction,
  commandsUnderFlood,
  eventStoreDbEntries,
  eventStoreDbOneObject,
  eventStoreDbVisible,
];
