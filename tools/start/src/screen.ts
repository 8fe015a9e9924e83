/** Lines of the start on a terminal or in a file; a bar only where it can move. */
export class Screen {
  private barShown = false;

  constructor(
    private readonly out: NodeJS.WriteStream,
    private readonly verbose: boolean,
  ) {}

  line(text = ''): void {
    this.clearBar();
    this.out.write(`${text}\n`);
  }

  /** A step done and how long it took, in milliseconds. */
  step(name: string, ms: number): void {
    this.line(`  ${name.padEnd(44, '.')} ${(ms / 1000).toFixed(1).padStart(5)} s`);
  }

  progress(done: number, total: number, what: string): void {
    if (this.verbose) this.line(`  ${String(done).padStart(String(total).length)}/${total} ${what}`);
    else if (this.out.isTTY) this.bar(done, total, what);
  }

  private bar(done: number, total: number, what: string): void {
    const full = Math.round((30 * done) / total);
    this.out.write(`\r\x1b[K  ${'#'.repeat(full)}${'-'.repeat(30 - full)} ${done}/${total} ${what}`);
    this.barShown = true;
  }

  private clearBar(): void {
    if (this.barShown) this.out.write('\r\x1b[K');
    this.barShown = false;
  }
}

export async function timed<T>(screen: Screen, name: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  screen.step(name, performance.now() - began);
  return result;
}
