import { always, type Where } from './parameters.js';

/** Who reads. */
export interface Viewer {
  readonly userId: string;
}

/**
 * Which rows a viewer may see: the one place where reading is restricted. Every row knows its campaign and visibility;
 * until roles are there, whoever may read at all sees everything.
 */
export function visibleTo(_viewer: Viewer): Where {
  return always;
}
