import type { Bench } from '../bench.js';
import type { ServerProcess } from '../children.js';
import { startProduct } from '../product-server.js';
import { campaignId } from '../rebuild/history.js';
import { dataFolderOf } from './data-folder.js';

/** The built server, as users run it, on the history of so many campaigns. */
export async function serve(
  bench: Bench,
  campaigns: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  return startProduct(await dataFolderOf(bench, campaigns), { nodeArguments: bench.productArguments, settings });
}

/** What dashboards ask of one campaign: the overview, a page of its history, the board of its endorsements. */
export function readsOf(campaign: number): string[] {
  const id = campaignId(campaign);
  return [
    `/api/v1/campaigns/${id}`,
    `/api/v1/campaigns/${id}/history?limit=50`,
    `/api/v1/endorsement-board?campaignId=${id}`,
  ];
}
