/** A promise was found broken on the way, so that there is nothing to go on with; the message says which. */
export class Violated extends Error {
  override readonly name = 'Violated';
}
