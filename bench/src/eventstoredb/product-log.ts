import type { ProductLog } from '../http/target.js';
import { eventsIn } from './last-events.js';
import { newNamespace, server } from './server.js';

/** A log of the product under test on the server that is named, in a namespace of its own. */
export function eventStoreDbLog(namespace = newNamespace()): ProductLog {
  return {
    settings: { DEMARCHE_EVENT_STORE: server(), DEMARCHE_EVENTSTOREDB_NAMESPACE: namespace },
    countEvents: (campaignIds) => eventsIn(campaignIds.map((id) => campaignStream(namespace, id))),
  };
}

/** Name of a campaign's stream, as the product names it on the server. */
export function campaignStream(namespace: string, campaignId: string): string {
  return `${namespace}.campaign-${campaignId}`;
}
