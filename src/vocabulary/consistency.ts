/** What is wrong with one field: its path (`nextSteps[0].dueOn`), and the end of a sentence that begins with it. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** A group of fields that must agree with each other. Paths are relative to it; '' is the group itself. */
export interface Consistent {
  inconsistencies(): FieldError[];
}

export function isConsistent(value: unknown): value is Consistent {
  return typeof (value as Partial<Consistent> | null)?.inconsistencies === 'function';
}
