import { basename } from 'node:path';
import { copyDatabase } from '../../event-stores/sqlite/copy-database.js';
import { damageOf } from '../../event-stores/sqlite/sound-file.js';
import { isDamaged } from '../../event-stores/sqlite/sqlite-errors.js';
import { Progress } from '../progress.js';

/** A database that was copied, or its copy, is damaged. */
export class DamagedCopy extends Error {
  override readonly name = 'DamagedCopy';
}

/** Copies a database, showing progress, and looks at every page of the copy. @throws DamagedCopy */
export async function copyAndCheck(from: string, to: string): Promise<void> {
  const progress = new Progress(`copied pages of ${basename(from)}:`);
  try {
    await copyDatabase(from, to, (pages, of) => {
      progress.at(pages, of);
    });
  } catch (error) {
    if (isDamaged(error)) throw new DamagedCopy(damagedAs(from, (error as Error).message), { cause: error });
    throw error;
  } finally {
    progress.end();
  }
  process.stderr.write(`checking the copy of ${basename(from)}\n`);
  const damage = damageOf(to);
  if (damage !== undefined) throw new DamagedCopy(damagedAs(from, damage));
}

function damagedAs(file: string, damage: string): string {
  return `${file} is damaged, or its copy is: ${damage}`;
}
