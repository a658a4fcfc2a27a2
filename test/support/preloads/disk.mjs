// Loaded by `--import` into a built server or command: the disk has as many bytes free as the file named says, if it is there.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { DEMARCHE_TEST_FREE_BYTES: file } = process.env;
const { statfsSync } = fs;

fs.statfsSync = (path, options) => {
  const disk = statfsSync(path, options);
  return fs.existsSync(file) ? { ...disk, bavail: Number(fs.readFileSync(file, 'utf8')) / disk.bsize } : disk;
};
syncBuiltinESMExports();
