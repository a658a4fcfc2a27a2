import countries from 'i18n-iso-countries';
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' };

countries.registerLocale(english);

/** User-assigned codes (ISO 3166-1, 8.1.3) that the library lists beside the assigned ones. */
const USER_ASSIGNED = /^(AA[A-Z]|Q[M-Z][A-Z]|X[A-Z]{2}|ZZ[A-Z])$/;

const assigned = new Set(Object.keys(countries.getAlpha3Codes()).filter((code) => !USER_ASSIGNED.test(code)));
const permitted = new Set<string>();

/** Takes user-assigned codes (such as XKX) as countries too: `DEMARCHE_EXTRA_COUNTRIES`. */
export function permitCountries(codes: readonly string[]): void {
  for (const code of codes) permitted.add(code);
}

/** Whether a code is user-assigned in ISO 3166-1, and so has no meaning unless somebody gives it one. */
export function isUserAssigned(code: string): boolean {
  return USER_ASSIGNED.test(code);
}

/** Whether the value is an ISO 3166-1 alpha-3 code in use, or one that the settings permit. */
export function isCountry(value: unknown): value is string {
  return typeof value === 'string' && (assigned.has(value) || permitted.has(value));
}

/** The country's English name; its code where it has none. */
export function countryName(code: string): string {
  return countries.getName(code, 'en') ?? code;
}
