/** What had been spent when so many commands were done. */
export interface Spent {
  readonly commands: number;
  readonly milliseconds: number;
}

const TENTHS = 10;

/** Spent up to `commands`, on a straight line between the two nearest notes. */
function spentAt(notes: readonly Spent[], commands: number): number {
  const after = notes.findIndex((note) => note.commands >= commands);
  const [from, to] = [notes[Math.max(0, after - 1)]!, notes[after]!];
  const share = to.commands === from.commands ? 0 : (commands - from.commands) / (to.commands - from.commands);
  return from.milliseconds + share * (to.milliseconds - from.milliseconds);
}

/** What a command cost in each tenth of them all, first to last, in milliseconds. Needs notes from the first command to the last. */
export function costByTenth(notes: readonly Spent[]): number[] {
  const first = notes[0]!.commands;
  const each = (notes.at(-1)!.commands - first) / TENTHS;
  const spent = Array.from({ length: TENTHS + 1 }, (_, tenth) => spentAt(notes, first + tenth * each));
  return spent.slice(1).map((milliseconds, tenth) => (milliseconds - spent[tenth]!) / each);
}
