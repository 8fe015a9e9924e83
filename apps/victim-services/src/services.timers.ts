import type { FireTimer } from '@satualur/service-host/timers';
import { nextDue, serviceApplication } from './domain/service-application';

/** The statutory limit of an application passes. */
export const fireApplication: FireTimer = async (unit, stream, at) => {
  await unit.decide(stream, serviceApplication, { type: 'FireTimers', at });
  unit.due(stream, nextDue(await unit.load(stream, serviceApplication)));
};
