import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely';
import { holding, snakeCase } from '../read-database/columns.js';

type Columns = Record<string, Record<string, unknown>>;
export type Where = (eb: ExpressionBuilder<Columns, string>) => Expression<SqlBool>;

/** A query parameter that narrows a list. Given more than once, it means any of the values. */
export interface Filter {
  /** The values there are, where they are enumerated. */
  readonly values?: readonly string[];
  /** What is wrong with a value, as the end of a sentence. */
  problem(value: string): string | undefined;
  where(values: readonly string[]): Where;
  readonly description?: string;
}

/** Rows whose column is the value. */
export function is(column: string, problem: Filter['problem'] = () => undefined): Filter {
  return { problem, where: (values) => (eb) => eb(snakeCase(column), 'in', values) };
}

/** Rows whose column is one of an enumeration's values. */
export function isOneOf(column: string, values: readonly string[]): Filter {
  return { ...is(column, oneOf(values)), values };
}

/** Rows whose column is true or false. */
export function isTrue(column: string): Filter {
  const values = ['true', 'false'];
  return {
    values,
    problem: oneOf(values),
    where: (given) => (eb) =>
      eb(
        snakeCase(column),
        'in',
        given.map((value) => (value === 'true' ? 1 : 0)),
      ),
  };
}

/** Rows whose set holds the value. */
export function holds(column: string, values?: readonly string[]): Filter {
  return {
    ...(values ? { values } : {}),
    problem: values ? oneOf(values) : plainWord,
    where: (given) => (eb) => eb.or(given.map((value) => eb(snakeCase(column), 'like', holding(value)))),
  };
}

/** Rows where the condition holds for the one value that makes sense. */
export function compared(
  column: string,
  operator: '>=' | '<=' | '>' | '<',
  problem: Filter['problem'],
  convert: (value: string) => string | number = (value) => value,
): Filter {
  return {
    problem,
    where: (values) => (eb) => eb.and(values.map((value) => eb(snakeCase(column), operator, convert(value)))),
  };
}

/**
 * A row-value comparison: what comes after the last row of a page, in the order of the columns. Written out with `or`, it
 * would have SQLite sort all that is left for every page.
 */
export function comesAfter(columns: readonly string[], last: readonly unknown[]): Where {
  const names = sql.join(columns.map((column) => sql.ref(snakeCase(column))));
  return () => sql<SqlBool>`(${names}) > (${sql.join(last)})`;
}

export const always: Where = () => sql<SqlBool>`1 = 1`;

function oneOf(values: readonly string[]): Filter['problem'] {
  return (value) => (values.includes(value) ? undefined : `must be one of ${values.join(', ')}`);
}

function plainWord(value: string): string | undefined {
  return /^[\w-]{1,100}$/.test(value) ? undefined : 'must be a word';
}
