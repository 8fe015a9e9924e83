import type { Cause } from '@satualur/contracts/event';
import { type AgencyKey, type Instant, streamOf, type Uuid } from '@satualur/contracts/ids';
import { HLC_ZERO } from '@satualur/contracts/hlc';
import type { Unit } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { uuidFrom } from '@satualur/service-host/secrets';
import { consent, type ConsentCommand, nextDue } from '../domain/consent';
import { guardianEntry } from '../domain/person-index';
import { remindAt, stop } from '../domain/stop';
import { consentStream, suspectOf } from '../guardian-conflicts';
import type { Act } from '../intake.handler';
import { aboutIn, recordedBy } from '../live';

type Grant = Omit<Extract<ConsentCommand, { type: 'GrantConsent' }>, 'type' | 'of' | 'at'>;
type Refuse = Omit<Extract<ConsentCommand, { type: 'RefuseConsent' }>, 'type' | 'of'>;

const due = async (unit: Unit, record: Uuid): Promise<void> =>
  unit.due(consentStream(record), nextDue(await unit.load(consentStream(record), consent)));

/** The guardian is findable before the consent stands, so that of two appends at once one sees the other (domain 5.5, 12). */
export const grantConsent = (record: Uuid, stated: Grant): Act => ({
  async run(unit, agency, cause) {
    const of = await aboutIn(unit, record, cause);
    const { guardianNik: nik } = stated;
    const at = recordedBy(cause);
    if (nik !== undefined && of.subject && !of.erased) await agency.vault.putInIndex(of.subject, record, [guardianEntry(nik)]);
    await unit.decide(consentStream(record), consent, { type: 'GrantConsent', ...stated, of, at });
    const { version } = (await unit.load(consentStream(record), consent)).given;
    const perpetrator = nik === undefined ? undefined : await suspectOf(unit, agency, { nik, caseRef: of.caseRef, at });
    if (perpetrator && of.caseRef)
      await unit.decide(consentStream(record), consent, {
        ...{ type: 'NoteConflict', of, caseRef: of.caseRef, perpetrator, grants: [version] },
      });
    await due(unit, record);
  },
});

export const refuseConsent = (record: Uuid, stated: Refuse): Act => ({
  async run(unit, _agency, cause) {
    const of = await aboutIn(unit, record, cause);
    await unit.decide(consentStream(record), consent, { type: 'RefuseConsent', ...stated, of });
  },
});

/** Off the platform nobody is asked by the inbox: the stop stands in the owner's own store, for its clerk to confirm. */
async function askProxied(
  unit: Unit,
  agency: OpenAgency,
  cause: Cause,
  { recipient, stop: id, of, confirmBy, reminds }: Asked,
): Promise<void> {
  if (agency.directory.agency(recipient)?.onPlatform !== false) return;
  const asked = {
    owner: agency.key,
    consent: of.record,
    subject: of.subject!,
    recipient,
    confirmBy,
    at: recordedBy(cause),
    hlc: HLC_ZERO,
  };
  const stream = streamOf('stop', id);
  await unit.decide(stream, stop, { type: 'RequestStop', asked, ...(of.caseid && { caseid: of.caseid }) });
  if (reminds) unit.due(stream, remindAt(await unit.load(stream, stop)));
}
interface Asked {
  readonly recipient: AgencyKey;
  readonly stop: Uuid;
  readonly of: Awaited<ReturnType<typeof aboutIn>>;
  readonly confirmBy: Instant;
  readonly reminds: boolean;
}

/** The limit of a withdrawal taken over from an older register runs from when it became known here, and starts no timer. */
export const withdrawConsent = (record: Uuid, recipients: readonly AgencyKey[], imported?: true): Act => ({
  async run(unit, agency, cause) {
    const of = await aboutIn(unit, record, cause);
    const confirmBy = agency.directory.dueAt('ConfirmStop', imported ? cause.at : recordedBy(cause));
    const stops = [...new Set(recipients)].map((recipient) => ({
      recipient,
      stop: uuidFrom('stop', cause.command.id, recipient),
    }));
    await unit.decide(consentStream(record), consent, {
      type: 'WithdrawConsent',
      of,
      stops,
      confirmBy,
      ...(imported && { imported }),
    });
    for (const each of stops) await askProxied(unit, agency, cause, { ...each, of, confirmBy, reminds: !imported });
    await due(unit, record);
  },
});

/** Of a recipient off the platform the owner's clerk confirms: what one half does is noted in the other in the same append. */
export const confirmStop = (id: Uuid, evidence: string | undefined): Act => ({
  async run(unit, agency, cause) {
    const stream = streamOf('stop', id);
    await unit.decide(stream, stop, { type: 'ConfirmStop', ...(evidence !== undefined && { evidence }) });
    unit.due(stream, null);
    const { asked } = await unit.load(stream, stop);
    if (!asked?.recipient || asked.owner !== agency.key) return;
    const { recipient, consent: record } = asked;
    await noteStop(unit, { record, recipient, stop: id, at: recordedBy(cause), hlc: HLC_ZERO });
  },
});

type Noted = Omit<Extract<ConsentCommand, { type: 'NoteStop' }>, 'type'> & { readonly record: Uuid };

/** Notes a recipient's confirmation in the consent that asked for it. */
export async function noteStop(unit: Unit, { record, ...noted }: Noted): Promise<void> {
  await unit.decide(consentStream(record), consent, { type: 'NoteStop', ...noted });
  await due(unit, record);
}
