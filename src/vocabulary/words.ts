import { countryName } from './countries.js';

/** A party as events hold it: named in exactly one way. */
export interface PartyData {
  readonly institution?: string;
  readonly country?: string;
  readonly body?: string;
  readonly organisation?: string;
  readonly office?: string;
}

export interface ParticipantData extends PartyData {
  readonly count?: number;
}

/** `“Warsaw Declaration”` */
export function quoted(title: string): string {
  return `“${title}”`;
}

/** The first words of a long text, where it stands for a title. */
export function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= LONGEST_TITLE ? text : `${characters.slice(0, LONGEST_TITLE).join('')}…`;
}

const LONGEST_TITLE = 120;

/** ` (A/55/96)`, or nothing where there is nothing to say. */
export function inBrackets(text: string | undefined): string {
  return text === undefined ? '' : ` (${text})`;
}

/** A sentence, and after a colon what is known in more detail; ends in a full stop either way. */
export function withDetail(sentence: string, detail: string | undefined): string {
  if (detail === undefined) return `${sentence}.`;
  return /[.!?…]$/.test(detail) ? `${sentence}: ${detail}` : `${sentence}: ${detail}.`;
}

/** The party as a sentence names it: `Mission chief of the International Monetary Fund`, `Chile`. */
export function partyName(party: PartyData): string {
  const name =
    party.institution ?? party.body ?? party.organisation ?? (party.country ? countryName(party.country) : '');
  return party.office === undefined ? name : `${party.office}, ${name}`;
}

/** `A`, `A and B`, `A, B and C` */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
