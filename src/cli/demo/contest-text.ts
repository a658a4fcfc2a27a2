import { countryName } from '../../vocabulary/countries.js';
import type { Rival, Stance } from './demo-api.js';
import { wrap } from './wrap.js';
import { aside, inWords, listed, point, titles } from './phrases.js';

/** How many states endorsed and objected to one text, and which; contested ones are counted and named apart. */
export function stanceLines(stances: readonly Stance[]): string[] {
  const contested = stances.filter((of) => of.contested);
  const undisputed = (stance: Stance['stance']): Stance[] =>
    stances.filter((of) => of.stance === stance && !of.contested);
  const [endorsed, objected] = [undisputed('endorsed'), undisputed('objected')];
  return [
    ...listed('States', [
      ...counted(endorsed.length, 'endorsed'),
      ...counted(objected.length, 'objected'),
      ...counted(contested.length, 'contested'),
    ]),
    ...listed('Endorsed', endorsed.map(stateText)),
    ...listed('Objected', objected.map(stateText)),
    ...contested.map(({ country, rivals }) =>
      wrap(`${countryName(country)}: ${contestText(rivals)}`, point('Contested')),
    ),
  ];
}

/** `endorsed according to The Moscow Times; objected (declined to sign) according to RFE/RL` */
export function contestText(rivals: readonly Rival[] = []): string {
  return rivals.map((rival) => `${claimText(rival)} according to ${titles(rival.sources).join(', ')}`).join('; ');
}

function claimText(rival: Rival): string {
  const { stance, form, capacity, reservation, vote, recommendation, by, decision, decidedBy, as, level } = rival;
  if (stance !== undefined) return `${stance}${known(form, capacity, reservation)}`;
  if (vote !== undefined) return `voted ${vote}`;
  if (recommendation !== undefined) return `advice ${inWords(recommendation)}${known(by)}`;
  if (decision !== undefined) return `decided ${inWords(decision)}${known(decidedBy)}`;
  return `attended as ${as ?? 'not known'}${known(level)}`;
}

function stateText({ country, form }: Stance): string {
  return `${countryName(country)}${known(form)}`;
}

/** Whatever is known of it, in brackets. */
function known(...details: readonly (string | null | undefined)[]): string {
  return aside(details.filter((detail) => typeof detail === 'string').map(inWords));
}

function counted(count: number, what: string): string[] {
  return count === 0 ? [] : [`${String(count)} ${what}`];
}
