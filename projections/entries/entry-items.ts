import { Type } from '@sinclair/typebox';
import { ARENAS } from '../../src/vocabulary/enumerations.js';
import { VISIBILITIES } from '../../src/vocabulary/entry.js';
import { eventNamed } from '../reading/event-name.js';
import { holds, is, isOneOf } from '../reading/parameters.js';
import type { Reading, Told } from '../reading/reading.js';
import { listed, nullable, oneOf, sourceSchema, text } from '../reading/schemas.js';
import type { EntryRow } from './entry-log.js';
import { amendsIn, sentencesOf } from './entry-sentences.js';

export const entrySchema = Type.Object({
  id: text('the event id'),
  eventId: text(),
  type: text('the stored type: proposal.StateEndorsed.v1'),
  stream: text(),
  revision: Type.Integer(),
  position: text(),
  campaignId: nullable(text()),
  occurredOn: text('a day, month or year'),
  recordedAt: text(),
  actor: text(),
  sentence: text(),
  sources: nullable(listed(sourceSchema)),
  visibility: oneOf(VISIBILITIES),
  reason: nullable(text()),
  data: Type.Object({}, { additionalProperties: true, description: 'the payload as stored' }),
  amendedBy: Type.Optional(text('the event that corrected or retracted it; absent where none did')),
});

export const entryFilters = {
  type: eventNamed('type', 'name'),
  actor: is('actor'),
  stream: is('stream'),
  campaignId: is('campaignId'),
  country: holds('countries'),
  arena: holds('arenas', ARENAS),
  visibility: isOneOf('visibility', VISIBILITIES),
};

/** Entries as they are shown: each in one sentence, which names objects by what they are called now. */
export async function entryItems(rows: readonly EntryRow[], reading: Reading): Promise<object[]> {
  return withSentences(rows, await sentencesOf(rows.map(toldBy), reading));
}

/** A corrected entry is told as it reads now; a retracted one as it read. */
function toldBy({ type, data, stream, occurredOn, sources, visibility, reason, amendment }: EntryRow): Told {
  const entry = { occurredOn, visibility, ...(sources ? { sources } : {}), ...(reason === null ? {} : { reason }) };
  return { stream, ...(amendment?.now ?? { type, data, entry }), ...amendsIn(amendment) };
}

function withSentences(rows: readonly EntryRow[], sentences: readonly string[]): object[] {
  return rows.map((row, index) => ({
    id: row.eventId,
    eventId: row.eventId,
    type: row.type,
    stream: row.stream,
    revision: row.revision,
    position: row.position,
    campaignId: row.campaignId,
    occurredOn: row.occurredOn,
    recordedAt: row.recordedAt,
    actor: row.actor,
    sentence: sentences[index],
    sources: row.sources,
    visibility: row.visibility,
    reason: row.reason,
    data: row.data,
    ...(row.amendment?.by === undefined ? {} : { amendedBy: row.amendment.by }),
  }));
}
