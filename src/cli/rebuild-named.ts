import { liveDigests } from '../../projections/digest.js';
import type { AnyProjection } from '../../projections/projection.js';
import { projections } from '../../projections/read-models.js';
import { rebuild } from '../../projections/rebuild.js';
import type { Ledger } from '../server/ledger.js';
import { CalledWrongly } from './exit-codes.js';
import { Progress } from './progress.js';
import { table } from './table.js';
import { print, withLedger } from './with-ledger.js';

/** Rebuilds a read model, or all, and prints their digests. @throws CalledWrongly · RebuildStopped */
export async function rebuildNamed(name: string | undefined, isJson: boolean | undefined): Promise<void> {
  const chosen = named(name);
  const digests = await withLedger((ledger) => rebuildAll(chosen, ledger));
  print(isJson, digests, table(Object.entries(digests)));
}

/** Builds read models anew, showing progress; their digests, by name. @throws RebuildStopped */
export async function rebuildAll(chosen: readonly AnyProjection[], ledger: Ledger): Promise<Record<string, string>> {
  const progress = new Progress('rebuilt %');
  const onProgress = (share: number): void => {
    progress.at(Math.floor(share * 100), 100);
  };
  try {
    await rebuild(chosen, { ...ledger, onProgress });
    return liveDigests(ledger.database, chosen);
  } finally {
    progress.end();
  }
}

function named(name: string | undefined): readonly AnyProjection[] {
  if (name === undefined) return projections;
  const found = projections.filter((projection) => projection.name === name);
  if (found.length > 0) return found;
  const names = projections.map((projection) => projection.name).join(', ');
  throw new CalledWrongly(`there is no read model ${name}; there are ${names}`);
}
