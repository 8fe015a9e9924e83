/** What is on its way at a time, of each kind; more waits. */
const SLOTS = 3;

/** Says whether one more may go with those admitted before it; the first always may. */
export type Admission<T> = (one: T) => boolean;

/**
 * Lets what comes while others are on their way go together with the next (ADR 15). What finds a free slot goes at the end of this
 * turn of the event loop, with what else came in it.
 */
export class Joined<T> {
  private waiting: T[] = [];
  private onTheirWay = 0;
  private called = false;

  constructor(
    private readonly admission: () => Admission<T>,
    /** Never rejects. */
    private readonly send: (group: readonly T[]) => Promise<void>,
  ) {}

  add(one: T): void {
    this.waiting.push(one);
    this.callNext();
  }

  private callNext(): void {
    if (this.called || this.onTheirWay >= SLOTS || this.waiting.length === 0) return;
    this.called = true;
    setImmediate(() => {
      this.called = false;
      while (this.onTheirWay < SLOTS && this.waiting.length > 0) void this.go(this.take());
    });
  }

  /** The one that waits longest, and all behind it that may go with it. */
  private take(): T[] {
    const admits = this.admission();
    const [taken, left]: [T[], T[]] = [[], []];
    for (const one of this.waiting) (admits(one) ? taken : left).push(one);
    this.waiting = left;
    return taken;
  }

  private async go(group: readonly T[]): Promise<void> {
    this.onTheirWay++;
    await this.send(group);
    this.onTheirWay--;
    this.callNext();
  }
}
