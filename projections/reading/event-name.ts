import { snakeCase } from '../read-database/columns.js';
import type { Filter } from './parameters.js';

/** Entries of an event's name (`AdviceRecorded`) or stored type (`invitation.AdviceRecorded.v1`). */
export function eventNamed(typeColumn: string, nameColumn: string): Filter {
  return {
    description: "an event's name or stored type",
    problem: (value) => (/^[\w.]{1,100}$/.test(value) ? undefined : "must be an event's name or stored type"),
    where: (values) => (eb) =>
      eb.or([eb(snakeCase(typeColumn), 'in', values), eb(snakeCase(nameColumn), 'in', values)]),
  };
}
