/** Sends the latest of what is offered, one at a time; what was overtaken before its turn is not sent. */
export class LatestOnly<T> {
  private latest: { readonly value: T } | undefined;
  private sending: Promise<void> | undefined;

  constructor(private readonly send: (value: T) => Promise<void>) {}

  /** Something is left unsent, and nobody is sending. */
  get waiting(): boolean {
    return this.latest !== undefined && this.sending === undefined;
  }

  offer(value: T): void {
    this.latest = { value };
  }

  /** A call while one is under way gets that one. What a send throws is thrown here, and its value is left for the next call. */
  flush(): Promise<void> {
    this.sending ??= this.sendAll().finally(() => (this.sending = undefined));
    return this.sending;
  }

  private async sendAll(): Promise<void> {
    for (let next = this.latest; next; next = this.latest) {
      await this.send(next.value);
      if (this.latest === next) this.latest = undefined;
    }
  }
}
