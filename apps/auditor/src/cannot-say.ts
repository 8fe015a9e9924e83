/** The question cannot be answered as things stand; the message says why, to whoever asked. */
export class CannotSay extends Error {
  override readonly name = 'CannotSay';
}
