import type { Answer } from './api';
import { asserted } from './assertions';
import type { Asking } from './asking';
import { iso, msOf } from './instants';
import type { PackCaseEvent, PackRecord, PackUpdate } from './pack';

/** RegisterRecord, VoidRecord, DetermineStatus, CorrectFields, AssertFields and RegisterCaseEvent, by the owner. */
export class RecordCommands {
  constructor(private readonly asking: Asking) {}

  register(record: PackRecord): Promise<Answer> {
    const { recordId, viaReferral, caseRef, evidenceHash } = record;
    const body = {
      ref: recordId,
      recordedAt: iso(record.recordedAt),
      ...(viaReferral != null && { viaReferral: this.asking.ids.of('referral', viaReferral) }),
      ...(caseRef !== undefined && { caseRef }),
      ...(evidenceHash !== undefined && { evidenceHash }),
      assertions: asserted(record.assertions),
    };
    const command = { service: 'intake', path: '/records', key: `record ${recordId}`, body } as const;
    return this.asking.make('record', recordId, this.asking.ownerOf(recordId), command);
  }

  void({ recordId }: PackRecord): Promise<void> {
    const path = `/records/${this.asking.ids.of('record', recordId)}/void`;
    return this.asking.by(this.asking.ownerOf(recordId), { service: 'intake', path, key: `void ${recordId}`, body: {} });
  }

  /** An update that is there before its record is held by the service. */
  update(update: PackUpdate): Promise<void> {
    const { ids, pack } = this.asking;
    const { recordId, at, kind, assertions } = update;
    const record = ids.find('record', recordId);
    const values = { recordedAt: iso(at), assertions: asserted(assertions) };
    const held = { StatusDetermined: 'Determine', FieldsCorrected: 'Correct', FieldsAsserted: 'Assert' }[kind];
    const [path, body] =
      record === undefined
        ? ['/held-updates', { record: recordId, kind: held, ...values }]
        : [`/records/${record}/${held.toLowerCase()}`, values];
    const key = `${kind} ${recordId} ${pack.updates.indexOf(update)}`;
    return this.asking.by(this.asking.ownerOf(recordId), { service: 'intake', path, key, body });
  }

  registerCaseEvent(event: PackCaseEvent): Promise<void> {
    const { caseRef, agency, recordedAt, victimCount } = event;
    const key = `case event ${this.asking.pack.caseEvents.indexOf(event)} ${caseRef}`;
    const body = { ref: caseRef, recordedAt: iso(recordedAt), victimCount };
    return this.asking.by(this.asking.agency(agency, msOf(recordedAt)), { service: 'intake', path: '/case-events', key, body });
  }
}
