/** The connection string makes no sense, or what it names refuses us: waiting would not help. */
export class BadConnection extends Error {
  override readonly name = 'BadConnection';
}
