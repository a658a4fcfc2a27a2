import type { FieldError } from '../../vocabulary/consistency.js';
import { EntryFields, ReasonedEntryFields } from '../../vocabulary/entry.js';
import { Groups, Text, Title, Uuid } from '../../vocabulary/fields.js';

export class CriterionFields {
  @Title({ description: 'a short name that findings refer to' }) code!: string;
  @Text() text!: string;
}

const HISTORY = 'the campaign whose history the entry joins, if any';

export class AdoptCriteria extends EntryFields {
  @Uuid({ optional: true, description: HISTORY }) campaignId?: string;
  @Groups(() => CriterionFields, { atLeast: 1 }) criteria!: CriterionFields[];

  inconsistencies(): FieldError[] {
    return repeatedCodes(this.criteria);
  }
}

export class ReviseCriteria extends ReasonedEntryFields {
  @Uuid({ optional: true, description: HISTORY }) campaignId?: string;
  @Groups(() => CriterionFields, { atLeast: 1 }) criteria!: CriterionFields[];

  inconsistencies(): FieldError[] {
    return repeatedCodes(this.criteria);
  }
}

function repeatedCodes(given: unknown): FieldError[] {
  const criteria: readonly (Partial<CriterionFields> | null | undefined)[] = Array.isArray(given) ? given : [];
  const codes = criteria.map((criterion) => criterion?.code);
  return codes.flatMap((code, index) =>
    code !== undefined && codes.indexOf(code) < index
      ? [{ field: `criteria[${String(index)}].code`, message: 'must not name two criteria' }]
      : [],
  );
}

/** Every command of a body's criteria, by name. */
export interface CriteriaCommands {
  AdoptCriteria: AdoptCriteria;
  ReviseCriteria: ReviseCriteria;
}
