import { parentPort, workerData } from 'node:worker_threads';
import { WalCheckpoints } from '../event-stores/sqlite/wal-checkpoints.js';

/**
 * The longer, the more commits share each copy of a page, and the longer a commit waits that meets the copy on the disk
 * (45 ms for what a second of a flood leaves). Whoever writes copies by itself what has become too much.
 */
const EVERY_MS = 250;

/** The worker thread that waits for the disk, so that neither commands nor projections do. */
const port = parentPort;
if (!port) throw new Error('this file is a worker thread');

const checkpoints = new WalCheckpoints(workerData as readonly string[]);
const timer = setInterval(() => {
  checkpoints.copy();
}, EVERY_MS);

port.on('message', () => {
  clearInterval(timer);
  checkpoints.close();
  port.close();
});
