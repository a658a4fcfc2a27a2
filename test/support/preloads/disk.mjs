// Loaded by `--import` into a built server or command: the disk has as many bytes free as the file named says, if it is
// there; where it says `unknown`, the disk does not tell.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { DEMARCHE_TEST_FREE_BYTES: file } = process.env;
const { statfsSync } = fs;

fs.statfsSync = (path, options) => {
  const disk = statfsSync(path, options);
  if (!fs.existsSync(file)) return disk;
  const free = fs.readFileSync(file, 'utf8');
  if (free === 'unknown') throw Object.assign(new Error(`EIO: i/o error, statfs '${path}'`), { code: 'EIO' });
  return { ...disk, bavail: Number(free) / disk.bsize };
};
syncBuiltinESMExports();
