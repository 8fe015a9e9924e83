import { randomBytes } from 'node:crypto';
import { type Uuid, uuidv7 } from '@satualur/contracts/ids';
import { type Clock, HybridClock, wallClock } from '@satualur/event-store/clock';
import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { CallerGuard } from './caller.guard';
import type { Callers } from './callers';
import type { Config } from './config';
import { DemoClock } from './demo-clock';
import { HealthController } from './health.controller';
import { HealthProbes } from './health';
import { createLog, type Log } from './logging';
import type { RuleStatuses } from './problem';
import { ProblemFilter } from './problem.filter';
import { DeclaredGuard } from './declared.guard';
import { CALLERS, CLOCK, CONFIG, HYBRID_CLOCK, IDS, LOG, STATUSES } from './tokens';
import { RateGuard, rateLimit } from './rate.guard';

/** Fresh ids and randomness; ids use wall time in every mode (details 3). */
export interface Ids {
  uuid(): Uuid;
  /** @param length in bytes */
  random(length: number): Buffer;
}

export const systemIds: Ids = {
  uuid: () => uuidv7(Date.now(), randomBytes(10)),
  random: (length) => randomBytes(length),
};

/** What a service is made of besides its own module. */
export interface HostParts {
  readonly config: Config;
  readonly callers: Callers;
  /** Status of each rule; a rule without one answers 409. */
  readonly problems?: RuleStatuses;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly log?: Log;
}

const clockOf = ({ mode }: Config): Clock => (mode === 'demo' ? new DemoClock() : wallClock);

/** What every service can inject, and the guards and filter that every route passes. */
@Module({})
export class HostModule {
  static forRoot(parts: HostParts): DynamicModule {
    const { config, callers, problems = {}, clock = clockOf(config), ids = systemIds, log = createLog(config.service) } = parts;
    const provided: Provider[] = [
      { provide: CONFIG, useValue: config },
      { provide: CLOCK, useValue: clock },
      { provide: HYBRID_CLOCK, useValue: new HybridClock(clock, config.mode !== 'demo') },
      { provide: IDS, useValue: ids },
      { provide: CALLERS, useValue: callers },
      { provide: STATUSES, useValue: problems },
      { provide: LOG, useValue: log },
      HealthProbes,
    ];
    return {
      module: HostModule,
      global: true,
      imports: [ThrottlerModule.forRoot(rateLimit(config.requestsPerMinute))],
      controllers: [HealthController],
      providers: [
        ...provided,
        { provide: APP_GUARD, useClass: CallerGuard },
        { provide: APP_GUARD, useClass: RateGuard },
        { provide: APP_GUARD, useClass: DeclaredGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
      exports: [...[CONFIG, CLOCK, HYBRID_CLOCK, IDS, CALLERS, STATUSES, LOG], HealthProbes],
    };
  }
}
