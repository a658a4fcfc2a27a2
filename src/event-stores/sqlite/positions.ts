import type { Position } from '../../event-sourcing/event.js';
import { ForeignPosition } from '../../event-sourcing/event-store.js';

const DIGITS = 16;
const PLACE = /^[0-9a-f]{16}$/;

/** Between places in the file (0 is before the first event) and positions, which name their log. */
export class Positions {
  private readonly prefix: string;

  constructor(logId: string) {
    this.prefix = `${logId}.`;
  }

  at(place: number): Position {
    return this.prefix + place.toString(16).padStart(DIGITS, '0');
  }

  /** @throws ForeignPosition */
  placeOf(position: Position | 'start'): number {
    if (position === 'start') return 0;
    if (!position.startsWith(this.prefix)) throw new ForeignPosition('the position is not one of this log');
    const digits = position.slice(this.prefix.length);
    const place = PLACE.test(digits) ? parseInt(digits, 16) : NaN;
    if (!Number.isSafeInteger(place)) throw new ForeignPosition('the position is malformed');
    return place;
  }
}
