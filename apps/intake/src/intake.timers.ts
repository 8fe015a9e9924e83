import { categoryOf, type Instant, type StreamId, uuidOfStream } from '@satualur/contracts/ids';
import type { Unit } from '@satualur/event-store/store';
import { raise } from '@satualur/notices/raise';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import * as breaches from './domain/breach';
import * as consents from './domain/consent';
import * as grants from './domain/key-grant';
import { remindAt, stop } from './domain/stop';
import * as requests from './domain/subject-request';
import { endKeeping } from './keeping';
import { fireScreeningClock } from './screening-clocks';

/** Granted keys did not come, a consent ran out, a limit passed or comes near, or a case has been kept long enough. */
export async function fireIntake(unit: Unit, stream: StreamId, at: Instant, agency: OpenAgency): Promise<void> {
  const command = { type: 'FireTimers' as const, at };
  switch (categoryOf(stream)) {
    case 'keys':
      await unit.decide(stream, grants.keyGrant, command);
      return unit.due(stream, grants.askAgainAt(await unit.load(stream, grants.keyGrant), at));
    case 'consent':
      await unit.decide(stream, consents.consent, command);
      return unit.due(stream, consents.nextDue(await unit.load(stream, consents.consent)));
    case 'subjectrequest':
      if ((await unit.decide(stream, requests.subjectRequest, command)).length > 0)
        await raise(unit, { kind: 'SubjectRequestDue', about: stream, role: 'supervisor', emergency: false });
      return unit.due(stream, requests.nextDue(await unit.load(stream, requests.subjectRequest)));
    case 'breach':
      if ((await unit.decide(stream, breaches.breach, command)).length > 0)
        await raise(unit, { kind: 'BreachDue', about: stream, role: 'supervisor', emergency: false });
      return unit.due(stream, breaches.nextDue(await unit.load(stream, breaches.breach)));
    case 'stop':
      if (remindAt(await unit.load(stream, stop)) !== null)
        await raise(unit, { kind: 'StopDueSoon', about: stream, role: 'caseworker', emergency: false });
      return unit.due(stream, null);
    case 'screening':
      return fireScreeningClock(unit, stream, at);
    case 'record':
      return endKeeping(unit, agency, uuidOfStream(stream), at);
  }
}
