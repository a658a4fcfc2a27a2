import { liveDigests } from '../../projections/digest.js';
import type { AnyProjection } from '../../projections/projection.js';
import { projections } from '../../projections/read-models.js';
import { rebuild } from '../../projections/rebuild.js';
import { CalledWrongly } from './exit-codes.js';
import { Progress } from './progress.js';
import { table } from './table.js';
import { print, withLedger } from './with-ledger.js';

/** Rebuilds a read model, or all, and prints their digests. @throws CalledWrongly · RebuildStopped */
export async function rebuildNamed(name: string | undefined, isJson: boolean | undefined): Promise<void> {
  const chosen = named(name);
  const progress = new Progress('rebuilt %');
  const onProgress = (share: number): void => {
    progress.at(Math.floor(share * 100), 100);
  };
  const digests = await withLedger(async (ledger) => {
    await rebuild(chosen, { ...ledger, onProgress });
    return liveDigests(ledger.database, chosen);
  }).finally(() => {
    progress.end();
  });
  print(isJson, digests, table(Object.entries(digests)));
}

function named(name: string | undefined): readonly AnyProjection[] {
  if (name === undefined) return projections;
  const found = projections.filter((projection) => projection.name === name);
  if (found.length > 0) return found;
  const names = projections.map((projection) => projection.name).join(', ');
  throw new CalledWrongly(`there is no read model ${name}; there are ${names}`);
}
