interface Part {
  stop(): Promise<void>;
}

/** What was started, stopped in the reverse order, once. */
export class Running {
  private readonly stops: (() => Promise<void>)[] = [];
  private readonly ending = new AbortController();
  private stopping: Promise<void> | undefined;

  add(stop: () => Promise<void>): void {
    this.stops.unshift(stop);
  }

  /** Starts a part, which is stopped with the rest, also while it starts; nothing is started any more once they stop. */
  async start<T extends Part>(work: (ending: AbortSignal) => Promise<T>): Promise<T> {
    this.ending.signal.throwIfAborted();
    const starting = work(this.ending.signal);
    this.add(async () => (await starting).stop());
    return starting;
  }

  stop(): Promise<void> {
    this.ending.abort();
    this.stopping ??= (async () => {
      for (const stop of this.stops) await stop().catch(() => undefined);
    })();
    return this.stopping;
  }
}
