import { type Connection, type PoolClient, Query } from 'pg';

interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * A COPY FROM STDIN whose data follow at once: the server takes them when it comes to them, or passes over them when the statement
 * has failed, so that nothing waits for its answer in between, on a pipelining connection too.
 */
class CopyIn extends Query {
  constructor(text: string, data: readonly Buffer[], done: (error: Error | null | undefined) => void) {
    super(text, done);
    const { submit } = this;
    this.submit = (connection) => {
      submit.call(this, connection);
      for (const chunk of data) (connection as CopyConnection).sendCopyFromChunk(chunk);
      (connection as CopyConnection).endCopyFrom();
    };
  }

  /** The data are on their way. */
  handleCopyInResponse(): void {}
}

/** Runs one COPY ... FROM STDIN of data in the format that its text names. */
export const copyIn = (client: PoolClient, text: string, data: readonly Buffer[]): Promise<void> =>
  new Promise((resolve, reject) => {
    client.query(new CopyIn(text, data, (error) => (error ? reject(error) : resolve())));
  });
