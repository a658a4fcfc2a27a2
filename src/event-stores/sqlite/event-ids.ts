/** The canonical form alone: an id comes back as it was given. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The 16 bytes of a UUID.
 *
 * @throws TypeError when it is not a UUID in lower case
 */
export function bytesOfEventId(id: string): Buffer {
  if (!UUID.test(id)) throw new TypeError('an event id is a UUID in lower case');
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

/** The UUID of 32 hexadecimal digits. */
export function eventIdOfHex(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
