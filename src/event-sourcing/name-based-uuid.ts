import { hash } from 'node:crypto';

/** Bytes of a UUID, in hexadecimal digits. */
const UUID_BYTES = 16;

/**
 * UUIDv5 of a name in a namespace (RFC 9562, section 5.5), in lower case.
 *
 * Every command makes two: the library that the specs hold this against takes eight times as long.
 *
 * @param namespace a UUID in lower case
 */
export function nameBasedUuid(name: string, namespace: string): string {
  const bytes = Buffer.allocUnsafe(UUID_BYTES + Buffer.byteLength(name));
  bytes.write(namespace.replaceAll('-', ''), 0, 'hex');
  bytes.write(name, UUID_BYTES);
  const digits = hash('sha1', bytes, 'hex');
  const variant = VARIANTS[parseInt(digits.charAt(UUID_BYTES), 16)] ?? '';
  return (
    `${digits.slice(0, 8)}-${digits.slice(8, 12)}-5${digits.slice(13, 16)}` +
    `-${variant}${digits.slice(17, 20)}-${digits.slice(20, 32)}`
  );
}

/** By the digit that the hash has in its place: the two highest bits are set to 10. */
const VARIANTS = '89ab89ab89ab89ab';
