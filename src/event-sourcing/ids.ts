import { createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';
import { nameBasedUuid } from './name-based-uuid.js';

/** Our namespace of name-based UUIDs: UUIDv5 (RFC 9562) of the DNS name `demarche`. Never changes: ids are stored. */
export const DEMARCHE_NAMESPACE = 'e9b31808-d117-5392-9bcb-3f04c3b98390';

/** What makes a command the same command when it is sent again. */
export interface CommandKey {
  /** Who the key belongs to: the actor, or `import:<namespace>`. */
  readonly scope: string;
  readonly command: string;
  /** The stream, or the collection where the server chooses the id. */
  readonly target: string;
  readonly idempotencyKey: string;
}

export function commandIdOf(key: CommandKey): string {
  // A list of well-formed strings has but one form in JSON: this is the canonical one (RFC 8785).
  return nameBasedUuid(JSON.stringify([key.scope, key.command, key.target, key.idempotencyKey]), DEMARCHE_NAMESPACE);
}

export function eventIdOf(commandId: string, index: number): string {
  return nameBasedUuid(String(index), commandId);
}

/** Id of an object whose creator left the choice to the server. */
export function createdIdOf(commandId: string): string {
  return nameBasedUuid('id', commandId);
}

/** Id of a part that its sender gave none, in a list: derived whenever it is folded, stored nowhere. */
export function partIdOf(eventId: string, jsonPointer: string): string {
  return nameBasedUuid(jsonPointer, eventId);
}

/** The canonical form of a JSON value (RFC 8785). */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('only JSON has a canonical form');
  return text;
}

/** HMAC-SHA-256 of a canonical body under an event's salt, hex: tells nobody what was said once the entry is gone. */
export function digestOf(canonicalBody: string, salt: string): string {
  return createHmac('sha256', Buffer.from(salt, 'hex')).update(canonicalBody).digest('hex');
}
