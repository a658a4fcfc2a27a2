import { Country, Title, WholeNumber } from './fields.js';
import type { FieldError } from './consistency.js';

const NAMES = ['institution', 'country', 'body', 'organisation'] as const;

/** Whoever acts or is acted on: named in exactly one way, with an office perhaps, never with a person's name. */
export class Party {
  @Title({ optional: true }) institution?: string;
  @Country({ optional: true }) country?: string;
  @Title({ optional: true }) body?: string;
  @Title({ optional: true }) organisation?: string;
  @Title({ optional: true, description: 'an office ("Mission chief"), never a name' }) office?: string;

  inconsistencies(): FieldError[] {
    const given = NAMES.filter((name) => this[name] !== undefined);
    return given.length === 1 ? [] : [{ field: '', message: `must be named by exactly one of ${NAMES.join(', ')}` }];
  }
}

/** A party of which several people may have taken part. */
export class Participant extends Party {
  @WholeNumber(1, { optional: true, description: 'how many' }) count?: number;
}
