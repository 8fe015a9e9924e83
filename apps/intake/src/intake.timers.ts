import type { FireTimer } from '@satualur/service-host/timers';
import { keyGrant, nextDue } from './domain/key-grant';

/** Granted keys did not come: their owner is asked again. */
export const fireKeyGrant: FireTimer = async (unit, stream, at) => {
  await unit.decide(stream, keyGrant, { type: 'FireTimers', at });
  unit.due(stream, nextDue(await unit.load(stream, keyGrant)));
};
