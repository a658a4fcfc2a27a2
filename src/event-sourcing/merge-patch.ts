/**
 * A JSON object as a patch leaves it (RFC 7396): a field that the patch does not name stays, one that is null goes, an
 * object is patched within, and whatever else is there takes the field's place. Neither argument is changed.
 */
export function mergePatch(
  target: Readonly<Record<string, unknown>>,
  patch: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const merged = new Map(Object.entries(target));
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) merged.delete(field);
    else merged.set(field, isObject(value) ? mergePatch(objectOr(merged.get(field)), value) : value);
  }
  return Object.fromEntries(merged);
}

function objectOr(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
