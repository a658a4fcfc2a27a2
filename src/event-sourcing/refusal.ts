/**
 * A rule refuses a command; nothing was written.
 *
 * `code` is dotted and stable (`proposal.withdrawn`); the message is a sentence that a campaign lead understands and
 * holds no value of the command's body.
 */
export class Refusal extends Error {
  override readonly name: string = 'Refusal';
  constructor(
    readonly code: string,
    sentence: string,
  ) {
    super(sentence);
  }
}

/** A correction names what cannot be patched, or would leave an entry that is not well-formed; nothing was written. */
export class PatchRefused extends Refusal {
  override readonly name = 'PatchRefused';
  constructor(readonly errors: readonly { readonly field: string; readonly message: string }[]) {
    super('fields.invalid', 'Some fields are missing, unknown or malformed; nothing was written.');
  }
}

/** What the command is done to does not exist. */
export class NoSuchObject extends Refusal {
  override readonly name = 'NoSuchObject';
  constructor(category: string) {
    super(`${category}.unknown`, 'There is no such object.');
  }
}
