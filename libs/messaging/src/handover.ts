/** One value at a time from who gives to who takes: `give` resolves when the value was taken. */
export class Handover<T> {
  private waiting: { value: T; taken: () => void } | undefined;
  private taker: ((value: T) => void) | undefined;
  private closed = false;

  give(value: T): Promise<void> {
    if (this.closed) return Promise.resolve();
    const { taker } = this;
    if (taker) {
      this.taker = undefined;
      taker(value);
      return Promise.resolve();
    }
    return new Promise((taken) => (this.waiting = { value, taken }));
  }

  take(): Promise<T> {
    const { waiting } = this;
    if (!waiting) return new Promise((taker) => (this.taker = taker));
    this.waiting = undefined;
    waiting.taken();
    return Promise.resolve(waiting.value);
  }

  /** Nothing is taken any more: whoever gives is not held up. */
  close(): void {
    this.closed = true;
    this.waiting?.taken();
  }
}
