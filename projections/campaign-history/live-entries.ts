import { entryItems } from '../entries/entry-items.js';
import type { EntryRow } from '../entries/entry-log.js';
import type { Where } from '../reading/parameters.js';
import type { ReadModels } from '../reading/read-models.js';
import type { Viewer } from '../reading/viewer.js';
import { campaignHistory } from './campaign-history.projection.js';

const PAGE = 100;

export interface LiveQuery {
  readonly viewer: Viewer;
  /** Entries of these campaigns; of all where absent. */
  readonly campaignIds: readonly string[] | undefined;
  /** The last position that the reader has seen; from now on where absent. */
  readonly after: string | undefined;
  readonly signal: AbortSignal;
}

/** Entries of the history as the projection commits them, for ever: each once, none left out. */
export async function* liveEntries(
  readModels: ReadModels,
  { viewer, campaignIds, after, signal }: LiveQuery,
): AsyncGenerator<{ position: string; item: object }> {
  let last =
    after ?? (await readModels.read(campaignHistory, viewer, ({ state }) => Promise.resolve(state.shown ?? '')));
  const ofCampaigns: Where[] = campaignIds ? [(eb) => eb('campaign_id', 'in', campaignIds)] : [];
  // Listened for before each read, so that none is missed; and but once, however many pages are read before it comes.
  let committed = readModels.nextCommit(signal);
  while (!signal.aborted) {
    const page = await readModels.read(campaignHistory, viewer, async (reading) => {
      const where: Where[] = [...ofCampaigns, (eb) => eb('position', '>', last)];
      const rows = await reading.rows<EntryRow>('entry', { where, orderBy: ['position'], limit: PAGE });
      return { rows, items: await entryItems(rows, reading) };
    });
    for (const [index, item] of page.items.entries()) {
      last = page.rows[index]?.position ?? last;
      yield { position: last, item };
    }
    if (page.items.length === PAGE) continue;
    await committed;
    committed = readModels.nextCommit(signal);
  }
}
