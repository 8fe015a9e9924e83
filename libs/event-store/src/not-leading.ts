/** This process does not, or no longer, hold the store's advisory lock. */
export class NotLeading extends Error {
  override readonly name = 'NotLeading';
}
