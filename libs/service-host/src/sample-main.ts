import { serve } from './serve';
import { type BeforeApplicationShutdown, Controller, Get, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import type { Log } from './logging';
import { z } from 'zod';
import { Public, ZodQuery } from './request';
import { withRemoteParent, currentTraceparent } from './telemetry';
import { LOG } from './tokens';

/** A process of its own for this library's specs: what `serve` does that `createApp` does not. */
@Public()
@Controller()
class SampleController implements BeforeApplicationShutdown, OnApplicationShutdown {
  private letGo: () => void = () => undefined;

  constructor(@Inject(LOG) private readonly log: Log) {}

  /** Answers only once the process has begun to stop. */
  @Get('slow')
  slow(): Promise<string> {
    this.log.info('slow-begun');
    return new Promise((resolve) => (this.letGo = () => setTimeout(() => resolve('done'), 50)));
  }

  @Get('never')
  never(): Promise<string> {
    this.log.info('never-begun');
    return new Promise(() => undefined);
  }

  /** An error that nobody waits for, thrown or rejected. */
  @Get('crash')
  crash(@ZodQuery(z.object({ how: z.enum(['throws', 'rejects']) })) { how }: { how: string }): void {
    const error = new Error('Kanari Fiktif');
    if (how === 'rejects') void Promise.reject(error);
    else
      setImmediate(() => {
        throw error;
      });
  }

  /** One statement with a parameter, then one more under the trace that an event would carry. */
  @Get('rows')
  async rows(): Promise<object> {
    const pool = new Pool({ connectionString: process.env.SAMPLE_DATABASE });
    await pool.query('SELECT $1::text AS rahasia', ['Kanari Fiktif']);
    const traceparent = currentTraceparent();
    await withRemoteParent(traceparent, 'relay', async () => pool.query('SELECT 1'));
    await pool.end();
    return { traceparent };
  }

  beforeApplicationShutdown(): void {
    this.letGo();
  }

  onApplicationShutdown(): void {
    this.log.info('hook-ran');
  }
}

const missing = process.env.SAMPLE_LACKS_A_PART ? [{ provide: 'whole', inject: ['part'], useFactory: () => 1 }] : [];

@Module({ controllers: [SampleController], providers: missing })
class SampleModule {}

void serve({ service: 'sample', module: SampleModule });
