import { categoryOf } from '@satualur/contracts/ids';
import type { FireTimer } from '@satualur/service-host/timers';
import * as ledger from './domain/restitution';
import { fireApplication, fireReturn } from './services.watch';

/** The statutory limit of an application or the day of an after-care visit comes near or passes, or the last day for restitution passes. */
export const fireServices: FireTimer = async (unit, stream, at) => {
  switch (categoryOf(stream)) {
    case 'application':
      return fireApplication(unit, stream, at);
    case 'return':
      return fireReturn(unit, stream, at);
    case 'restitution':
      await unit.decide(stream, ledger.restitution, { type: 'FireTimers', at });
      return unit.due(stream, ledger.nextDue(await unit.load(stream, ledger.restitution)));
  }
};
