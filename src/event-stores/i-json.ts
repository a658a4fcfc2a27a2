/** `JSON.stringify` writes half of a surrogate pair as an escape, and nothing else so; a doubled backslash is text. */
const LONE_SURROGATE = /(?<!\\)(?:\\\\)*\\ud[89a-f]/;

/**
 * The text of a value that reads back as the same value, on every store (I-JSON, RFC 7493).
 *
 * @param what names the value in the error
 * @throws TypeError where JSON would refuse, drop or change a part
 */
export function iJsonOf(value: unknown, what: string): string {
  if (typeof value !== 'object' || value === null) throw new TypeError(`${what} is not an object`);
  const text = JSON.stringify(value);
  const changed = firstChanged(value);
  if (changed !== undefined) throw new TypeError(`${what} is not I-JSON at "${changed}"`);
  if (text.includes('\\ud') && LONE_SURROGATE.test(text)) throw new TypeError(`${what} holds half a surrogate pair`);
  return text;
}

/** JSON pointer to the first part that would not read back as it is; none in a value that would. */
function firstChanged(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : '';
    case 'object':
      if (value === null) return undefined;
      return Array.isArray(value) ? firstChangedItem(value) : firstChangedMember(value);
    default:
      return '';
  }
}

function firstChangedItem(items: readonly unknown[]): string | undefined {
  for (let index = 0; index < items.length; index++) {
    const changed = firstChanged(items[index]);
    if (changed !== undefined) return `/${String(index)}${changed}`;
  }
  return undefined;
}

function firstChangedMember(value: object): string | undefined {
  if (!isRecord(value)) return '';
  for (const key of Object.keys(value)) {
    const changed = firstChanged(value[key]);
    if (changed !== undefined) return `/${key}${changed}`;
  }
  return undefined;
}

/** Dates, maps, buffers and their like read back as something else; an instance of a class as its fields. */
function isRecord(value: object): value is Record<string, unknown> {
  if (Object.getPrototypeOf(value) === Object.prototype) return true;
  return Object.prototype.toString.call(value) === '[object Object]' && !('toJSON' in value);
}
