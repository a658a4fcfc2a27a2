/** The file was written by a later version of this software, which may have changed what its tables mean. */
export class NewerDataFolder extends Error {
  override readonly name = 'NewerDataFolder';
  constructor(
    readonly file: string,
    readonly version: number,
    readonly known: number,
  ) {
    super(
      `${file} has version ${String(version)}, and this software knows versions up to ${String(known)}: ` +
        'start it with the version that wrote it, or a later one',
    );
  }
}
