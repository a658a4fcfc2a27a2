import type { Position } from '../../event-sourcing/event.js';
import { ForeignPosition } from '../../event-sourcing/event-store.js';

const DIGITS = 16;
const PLACE = /^[0-9a-f]{16}$/;

/**
 * Between commit positions of the server and positions, which name their log. Commit and prepare position are the same
 * for every event that was not written in an explicit transaction, which this client cannot do.
 */
export class Positions {
  private readonly prefix: string;

  constructor(logId: string) {
    this.prefix = `${logId}.`;
  }

  at(commit: bigint): Position {
    return this.prefix + commit.toString(16).padStart(DIGITS, '0');
  }

  /** @throws ForeignPosition */
  placeOf(position: Position | 'start'): bigint | 'start' {
    if (position === 'start') return 'start';
    if (!position.startsWith(this.prefix)) throw new ForeignPosition('the position is not one of this log');
    const digits = position.slice(this.prefix.length);
    if (!PLACE.test(digits)) throw new ForeignPosition('the position is malformed');
    return BigInt(`0x${digits}`);
  }
}
