import { ApiQuery } from '@nestjs/swagger';
import { FORMATS, listFormats } from '../../projections/reading/formats.js';
import { MOST_ITEMS } from '../../projections/reading/page.js';

/** Query parameters that every list takes. */
export const listParameters = [
  ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: MOST_ITEMS, default: 50 },
  }),
  ApiQuery({ name: 'cursor', required: false, schema: { type: 'string' }, description: '`next` of a page' }),
  ApiQuery({
    name: 'format',
    required: false,
    schema: { type: 'string', enum: [...FORMATS] },
    description:
      'the whole list at one position, which the header Demarche-Position names (Demarche-As-Of: when it was recorded); ' +
      'without `limit` and `cursor`',
  }),
];

/** What a list answers beside JSON, by content type. */
export const wholeLists = Object.fromEntries(
  Object.values(listFormats).map(({ contentType }) => [contentType, { schema: { type: 'string' as const } }]),
);
