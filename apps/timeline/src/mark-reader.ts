import { Hlc } from '@satualur/contracts/hlc';
import { openCheckpoint, originOf } from '@satualur/event-store/checkpoint';
import type { IncomingRecord, TopicReader } from '@satualur/messaging/broker';
import type { Projector } from '@satualur/projections/projector';
import type { Log } from '@satualur/service-host/logging';
import { z } from 'zod';

const Published = z.object({ size: z.int().min(0), watermark: Hlc, note: z.string().max(4096) });

/** Reads `mark.<log>`: each checkpoint's signature is checked, its watermark kept. */
export class MarkReader implements TopicReader {
  readonly topic: string;
  /** Size of the last checkpoint taken in. */
  size = 0;

  constructor(
    private readonly log: string,
    private readonly publicKey: string,
    private readonly projector: Projector,
    private readonly output: Log,
  ) {
    this.topic = `mark.${log}`;
  }

  async start(): Promise<'earliest'> {
    return 'earliest';
  }

  async handle(records: readonly IncomingRecord[]): Promise<void> {
    for (const record of records) {
      const checkpoint = this.checked(record);
      if (!checkpoint || checkpoint.size < this.size) continue;
      await this.projector.watermark(this.log, checkpoint);
      this.size = checkpoint.size;
    }
  }

  private checked({ value, offset }: IncomingRecord): { readonly size: number; readonly watermark: Hlc } | undefined {
    try {
      const { note } = Published.parse(JSON.parse((value ?? Buffer.alloc(0)).toString('utf8')));
      const { size, watermark } = openCheckpoint(note, { origin: originOf(this.log), publicKey: this.publicKey });
      return { size, watermark };
    } catch (error) {
      this.output.error('mark-refused', { log: this.log, offset: Number(offset) }, error);
      return undefined;
    }
  }
}
