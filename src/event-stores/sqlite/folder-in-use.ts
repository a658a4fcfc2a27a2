/** Another process (or this one) is the writing server of the folder already. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
  constructor(readonly folder: string) {
    super(`the folder ${folder} is in use by another server`);
  }
}
