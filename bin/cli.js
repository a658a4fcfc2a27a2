import { buildIfStale } from './build.js';

buildIfStale();
await import('../dist/src/cli.js');
