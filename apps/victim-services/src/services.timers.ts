import { categoryOf } from '@satualur/contracts/ids';
import type { FireTimer } from '@satualur/service-host/timers';
import * as ledger from './domain/restitution';
import * as application from './domain/service-application';
import * as homecoming from './domain/victim-return';

/** The statutory limit of an application, the last day for restitution, or the day of an after-care visit passes. */
export const fireServices: FireTimer = async (unit, stream, at) => {
  const command = { type: 'FireTimers' as const, at };
  switch (categoryOf(stream)) {
    case 'application':
      await unit.decide(stream, application.serviceApplication, command);
      return unit.due(stream, application.nextDue(await unit.load(stream, application.serviceApplication)));
    case 'restitution':
      await unit.decide(stream, ledger.restitution, command);
      return unit.due(stream, ledger.nextDue(await unit.load(stream, ledger.restitution)));
    case 'return':
      await unit.decide(stream, homecoming.victimReturn, command);
      return unit.due(stream, homecoming.nextDue(await unit.load(stream, homecoming.victimReturn)));
  }
};
