/** The file is no event log of this software, or is damaged so that it cannot be read as one. Nothing was changed. */
export class NotALog extends Error {
  override readonly name = 'NotALog';
  constructor(
    readonly file: string,
    why: string,
    options?: ErrorOptions,
  ) {
    super(
      `${file} is not an event log that can be opened: ${why}. Nothing was changed. Take all of the folder away ` +
        'and restore a backup (npm run cli -- restore), or put the right file back',
      options,
    );
  }
}
