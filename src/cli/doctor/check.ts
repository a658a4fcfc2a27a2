import type { Settings } from '../../config.js';
import type { Clock } from '../../event-sourcing/clock.js';
import type { DataFolder } from '../../server/data-folder.js';

/** What one check found. */
export interface Finding {
  readonly name: string;
  /** A warning works for now; what failed does not, or will not at the next start. */
  readonly state: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  /** What to do about it. */
  readonly advice?: string;
  /** The store could not be opened at all. */
  readonly unreachable?: boolean;
}

/** What is looked at: nothing in it is changed. */
export interface Examined {
  readonly settings: Settings;
  readonly folder: DataFolder;
  readonly clock: Clock;
}

export interface Check {
  readonly name: string;
  /** May throw what a store throws that cannot be opened. */
  look(examined: Examined): Omit<Finding, 'name'> | Promise<Omit<Finding, 'name'>>;
}
