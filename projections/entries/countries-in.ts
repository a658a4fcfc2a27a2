const COUNTRY_FIELDS = new Set(['country', 'hostCountry', 'countries', 'sponsors']);
const COUNTRY_AT_END = /-([A-Z]{3})$/;

/** The countries that an entry speaks of: those that its fields name, and the one in its stream's name. */
export function countriesIn(stream: string, data: object): string[] {
  const found = new Set<string>();
  const named = COUNTRY_AT_END.exec(stream)?.[1];
  if (named) found.add(named);
  collect(data, found);
  return [...found].toSorted();
}

function collect(value: object, found: Set<string>): void {
  for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
    if (COUNTRY_FIELDS.has(key)) for (const code of [inner].flat()) found.add(String(code));
    else if (typeof inner === 'object' && inner !== null) collect(inner, found);
  }
}
