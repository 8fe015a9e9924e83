import type { Submittable } from 'pg';

interface Connection {
  query(text: string): void;
}
interface CopyData {
  /** Part of a buffer that is written over when the next message comes. */
  readonly chunk: Buffer;
}

/**
 * `COPY … TO STDOUT` as pg's client runs it: the rows as bytes, where its own queries turn every value into text. `onRow` gets each
 * message, which is a row (the first with the format's header in front, the last the format's end); it must copy what it keeps.
 */
export class CopyOut implements Submittable {
  readonly done: Promise<void>;
  private settle!: (error?: Error) => void;

  constructor(
    private readonly text: string,
    private readonly onRow: (message: Buffer) => void,
  ) {
    this.done = new Promise((resolve, reject) => (this.settle = (error) => (error ? reject(error) : resolve())));
  }

  submit(connection: unknown): void {
    (connection as Connection).query(this.text);
  }

  /** An error in `onRow` fails the copy, and the rest of it is passed over. */
  handleCopyData({ chunk }: CopyData): void {
    try {
      this.onRow(chunk);
    } catch (error) {
      this.settle(error as Error);
    }
  }

  handleError(error: Error): void {
    this.settle(error);
  }

  handleReadyForQuery(): void {
    this.settle();
  }

  handleCommandComplete(): void {
    // the server is ready only after it
  }
}
