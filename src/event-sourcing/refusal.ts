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

/** What the command is done to does not exist. */
export class NoSuchObject extends Refusal {
  override readonly name = 'NoSuchObject';
  constructor(category: string) {
    super(`${category}.unknown`, 'There is no such object.');
  }
}
