import { type ExecutionContext, Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerModuleOptions } from '@nestjs/throttler';
import { isPublic } from './caller.guard';
import type { EdgeRequest } from './edge';
import { HitCounts } from './hit-counts';

const MINUTE_MS = 60_000;

/** One count for each staff member over all routes; by network address where nobody is known (reliability O13). */
export const rateLimit = (requestsPerMinute: number): ThrottlerModuleOptions => ({
  throttlers: [{ limit: requestsPerMinute, ttl: MINUTE_MS, blockDuration: 5_000 }],
  storage: new HitCounts(),
  getTracker: (request) => trackerOf(request as EdgeRequest),
  generateKey: (_context, tracker) => tracker,
});

const trackerOf = ({ caller, ip }: EdgeRequest): string => (caller ? `${caller.agency}/${caller.staff}` : ip);

/** Answers 429 with Retry-After; public routes are not counted, so that health stays readable under load. */
@Injectable()
export class RateGuard extends ThrottlerGuard {
  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    return Promise.resolve(isPublic(context));
  }
}
