import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type * as amendments from '../../src/commands/amendments.js';
import type * as aggregates from '../../src/aggregates.js';
import type * as campaignCommands from '../../src/campaigns/campaign/campaign.commands.js';
import type * as json from '../../src/commands/json.js';
import type * as validate from '../../src/commands/validate.js';
import type * as commandRunner from '../../src/event-sourcing/command-runner.js';
import type * as eventStoreDbConnection from '../../src/event-stores/eventstoredb/connection.js';
import type * as openLog from '../../src/event-stores/sqlite/open-log.js';
import type * as sqliteEventStore from '../../src/event-stores/sqlite/sqlite-event-store.js';
import type * as sqliteReadDatabase from '../../projections/read-database/sqlite-read-database.js';
import type * as readModels from '../../projections/read-models.js';
import type * as digest from '../../projections/digest.js';
import type * as rebuild from '../../projections/rebuild.js';
import type * as replay from '../../projections/replay.js';
import type * as page from '../../projections/page.js';
import type * as projectionRun from '../../projections/projection-run.js';
import type * as places from '../../projections/audit-log/places.js';
import type * as campaignOverview from '../../projections/campaign-overview/campaign-overview.projection.js';
import type * as campaignItems from '../../projections/campaign-overview/campaign-items.js';
import type * as nextSteps from '../../projections/steps/next-steps.js';

/** What is used of the product as it was built, by path in the root's `dist`. */
interface Built {
  'src/aggregates.js': typeof aggregates;
  'src/campaigns/campaign/campaign.commands.js': typeof campaignCommands;
  'src/commands/amendments.js': typeof amendments;
  'src/commands/json.js': typeof json;
  'src/commands/validate.js': typeof validate;
  'src/event-sourcing/command-runner.js': typeof commandRunner;
  'src/event-stores/eventstoredb/connection.js': typeof eventStoreDbConnection;
  'src/event-stores/sqlite/open-log.js': typeof openLog;
  'src/event-stores/sqlite/sqlite-event-store.js': typeof sqliteEventStore;
  'projections/read-database/sqlite-read-database.js': typeof sqliteReadDatabase;
  'projections/read-models.js': typeof readModels;
  'projections/digest.js': typeof digest;
  'projections/rebuild.js': typeof rebuild;
  'projections/replay.js': typeof replay;
  'projections/page.js': typeof page;
  'projections/projection-run.js': typeof projectionRun;
  'projections/audit-log/places.js': typeof places;
  'projections/campaign-overview/campaign-overview.projection.js': typeof campaignOverview;
  'projections/campaign-overview/campaign-items.js': typeof campaignItems;
  'projections/steps/next-steps.js': typeof nextSteps;
}

/** Path of a file of the built product. */
export function productFile(path: string): string {
  return fileURLToPath(new URL(`../../dist/${path}`, import.meta.url));
}

/** A module of the built product. Its types are those of the source that it was built from. */
export async function built<Path extends keyof Built>(path: Path): Promise<Built[Path]> {
  return (await import(productFile(path))) as Built[Path];
}

/** What Node is told when users start the product: the options in its `npm start`. */
export function startOptions(): string[] {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { start } = (JSON.parse(manifest) as { scripts: { start: string } }).scripts;
  return start.split(' ').filter((word) => word.startsWith('--'));
}
