/** One kind of violation, with how often it was seen and the first witnesses. */
export interface Finding {
  /** What promise is broken, a word such as `lost`. */
  readonly code: string;
  readonly count: number;
  readonly witnesses: readonly string[];
}

const WITNESSES = 5;

/** Collects violations by code. */
export class Findings {
  private readonly found = new Map<string, { count: number; witnesses: string[] }>();

  add(code: string, witness: string): void {
    const known = this.found.get(code) ?? { count: 0, witnesses: [] };
    known.count++;
    if (known.witnesses.length < WITNESSES) known.witnesses.push(witness);
    this.found.set(code, known);
  }

  /** Adds unless the promise holds. */
  expect(holds: boolean, code: string, witness: () => string): void {
    if (!holds) this.add(code, witness());
  }

  list(): readonly Finding[] {
    return [...this.found].map(([code, { count, witnesses }]) => ({ code, count, witnesses }));
  }
}
