import { type Instant, type Ref, streamOf, type Uuid } from '@satualur/contracts/ids';
import type { ConsentEvent } from '@satualur/contracts/intake/events';
import { type LiveRecord, liveRole } from '@satualur/contracts/intake/record';
import { Erased, isSealedBox } from '@satualur/contracts/sealed';
import type { StoredEvent, Unit } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { aboutOf } from './domain/about';
import { consent } from './domain/consent';
import { guardianEntry, numberOf } from './domain/person-index';
import { liveIn, openText } from './live';

/** How many records of one number are looked at; an honest agency holds a handful. */
const MOST = 200;

export const consentStream = (record: Uuid) => streamOf('consent', record);

const isSuspectIn = (live: LiveRecord, caseRef: Ref): boolean =>
  liveRole(live) === 'perpetrator' && live.caseRef === caseRef && !live.voided;

/** A record of this agency whose person, by NIK, is the guardian, and a suspect in the same case (domain 5.5, 12). */
export async function suspectOf(
  unit: Unit,
  agency: OpenAgency,
  { nik, caseRef, at }: { readonly nik: string; readonly caseRef: Ref | undefined; readonly at: Instant },
): Promise<Uuid | undefined> {
  if (caseRef === undefined) return undefined;
  for (const { holder } of await agency.vault.findInIndex([{ kind: 'nik', value: numberOf(nik) }], MOST)) {
    const live = await liveIn(unit, holder, at);
    if (!isSuspectIn(live, caseRef)) continue;
    const stated = await openText(agency, holder, live, 'nik');
    if (stated !== undefined && numberOf(stated) === numberOf(nik)) return holder;
  }
  return undefined;
}

type Granted = Extract<ConsentEvent, { type: 'ConsentGranted' }>;

/** The NIK of the guardian who gave a stored grant; undefined when none was stated or its key is gone. */
export async function guardianOf({ key, vault }: OpenAgency, stored: StoredEvent): Promise<string | undefined> {
  const { guardianNik, subject } = (stored.event as Granted).data;
  if (!isSealedBox(guardianNik)) return undefined;
  const { stream, version } = stored;
  const opened = await vault.open(guardianNik, { owner: key, subject, stream, version, field: 'guardianNik' });
  return opened instanceof Erased ? undefined : (opened as string);
}

async function grantsOf(unit: Unit, agency: OpenAgency, child: Uuid, nik: string): Promise<readonly number[]> {
  const granted = (await unit.events(consentStream(child))).filter(({ event }) => event.type === 'ConsentGranted');
  const guardians = await Promise.all(granted.map((stored) => guardianOf(agency, stored)));
  return granted
    .filter((_, at) => guardians[at] !== undefined && numberOf(guardians[at]) === numberOf(nik))
    .map(({ version }) => version);
}

/** The grants, of children in the same case, that this record's person gave as guardian while being a suspect: each conflict is noted. */
export async function noteConflictsWith(unit: Unit, agency: OpenAgency, suspect: Uuid, at: Instant): Promise<void> {
  const live = await liveIn(unit, suspect, at);
  const { caseRef } = live;
  if (caseRef === undefined || !isSuspectIn(live, caseRef)) return;
  const nik = await openText(agency, suspect, live, 'nik');
  if (nik === undefined) return;
  for (const { holder } of await agency.vault.findInIndex([guardianEntry(nik)], MOST)) {
    const child = await liveIn(unit, holder, at);
    const grants = child.caseRef === caseRef ? await grantsOf(unit, agency, holder, nik) : [];
    const of = aboutOf(holder, child);
    if (grants.length > 0)
      await unit.decide(consentStream(holder), consent, { type: 'NoteConflict', of, caseRef, perpetrator: suspect, grants });
  }
}
