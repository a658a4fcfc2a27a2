import { Type } from '@sinclair/typebox';
import { isPartialDate } from '../../src/event-sourcing/occurred-on.js';
import { ARENAS } from '../../src/vocabulary/enumerations.js';
import { eventNamed } from '../reading/event-name.js';
import { always, holds, is, type Filter, type Where } from '../reading/parameters.js';
import { BadParameters, type Asked, type ReadRoute } from '../reading/read-route.js';
import { nullable, text } from '../reading/schemas.js';
import { activity } from './activity.projection.js';
import { countsOf } from './counts.js';
import { GROUPS } from './groups.js';
import { beginningFrom, endingBy, PERIODS } from './periods.js';

const schema = Type.Object({
  period: text('a month; a year where it is counted by year, or where of an entry no more is known than its year'),
  group: nullable(text("an event's name, an arena, a country or a campaignId; null for entries that speak of none")),
  count: Type.Integer({ minimum: 1 }),
});

/** How entries are counted: one of the values, the first unless given. */
function choice(values: readonly string[], description: string): Filter {
  return {
    values,
    description: `${description}; ${values[0] ?? ''} unless given`,
    problem: (value) => (values.includes(value) ? undefined : `must be one of ${values.join(', ')}`),
    where: () => always,
  };
}

function dated(description: string, where: (date: string) => Where): Filter {
  return {
    description,
    problem: (value) => (isPartialDate(value) ? undefined : 'must be a date that exists: YYYY-MM-DD, YYYY-MM or YYYY'),
    where: (dates) => (eb) => eb.and(dates.map((date) => where(date)(eb))),
  };
}

/** As in other lists; looked for by the name first, which the index over all campaigns holds. */
const eventType: Filter = {
  ...eventNamed('type', 'name'),
  where: (values) => (eb) =>
    eb.or(
      values.map((value) => {
        const [, name] = value.split('.');
        return name === undefined ? eb('name', '=', value) : eb.and([eb('name', '=', name), eb('type', '=', value)]);
      }),
    ),
};

const filters = {
  by: choice(PERIODS, 'what entries are counted by, of when they happened'),
  group: choice(Object.keys(GROUPS), 'an entry that speaks of several is counted under each'),
  from: dated('entries whose day, month or year begins then or later', beginningFrom),
  to: dated('entries whose day, month or year has ended by then', endingBy),
  campaignId: is('campaignId'),
  country: holds('countries'),
  arena: holds('arenas', ARENAS),
  type: eventType,
};

export const activityRoutes: readonly ReadRoute[] = [
  {
    path: 'activity',
    projection: activity,
    kind: 'list',
    sums: true,
    summary: "How much happened: campaigns' entries, counted by when they happened",
    schema,
    filters,
    answer: async (reading, asked) => {
      refuseSecond(asked, 'by', 'group');
      return countsOf(reading, { path: 'activity', filters, asked });
    },
  },
];

function refuseSecond({ query }: Asked, ...names: readonly string[]): void {
  const twice = names.filter((name) => (query[name]?.length ?? 0) > 1);
  if (twice.length > 0) throw new BadParameters(twice.map((field) => ({ field, message: 'must be given once' })));
}
