import type { CommandType, ObjectKey } from '../event-sourcing/decider.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function isUuid(text: string | undefined): text is string {
  return text !== undefined && UUID.test(text);
}

/** Objects whose id is a UUID, chosen by whoever creates them: `/<collection>/<id>`. */
export function chosenId(collection: string): ObjectKey {
  return { path: `${collection}/:id`, kind: 'chosen', idOf: ([id]) => (isUuid(id) ? id : undefined) };
}

interface CommandDeclaration extends Omit<CommandType, 'verb'> {
  /** The command makes the object: it is posted to the collection. */
  readonly creates?: true;
  /** Where the rule does not give the verb. */
  readonly verb?: string;
}

/**
 * Declares the commands of an aggregate: one for each name, none forgotten.
 *
 * @param noun the aggregate's own, which the verbs do without: EndorseProposal → `endorse` (the contract, *Writing*)
 */
export function commandsOf<Commands>(
  noun: string,
  declarations: { readonly [Name in keyof Commands & string]: CommandDeclaration },
): Record<string, CommandType> {
  return Object.fromEntries(
    Object.entries<CommandDeclaration>(declarations).map(([name, { creates, verb, ...declaration }]) => [
      name,
      creates ? declaration : { ...declaration, verb: verb ?? verbOf(name, noun) },
    ]),
  );
}

function verbOf(command: string, noun: string): string {
  const kebab = command.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
  const suffix = `-${noun.toLowerCase()}`;
  return kebab.endsWith(suffix) ? kebab.slice(0, -suffix.length) : kebab;
}
