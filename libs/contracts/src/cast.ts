import { hlcOf } from './hlc';
import type { Actor, AgencyKey, CaseId, Instant, Ref, SubjectId, Uuid } from './ids';

/** The invented agencies, people and numbers that all examples share. */
export const POLICE = 'pol-6310' as AgencyKey;
export const HOSPITAL = 'rs-6310' as AgencyKey;
export const OTHER_HOSPITAL = 'rs-6371' as AgencyKey;
export const SECRETARIAT = 'dp3akb-63' as AgencyKey;

/** `00000000-0000-7000-8000-00000000000n`: ids that are recognised at a glance. */
export const idOf = (n: number): Uuid => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}` as Uuid;

export const CASE = idOf(0xca5e) as Uuid as CaseId;
export const SUBJECT = idOf(0x5b) as Uuid as SubjectId;
export const RECORD = idOf(0x301);
export const RECIPIENT_RECORD = idOf(0x302);
export const REFERRAL = idOf(0xf301);
export const REROUTED = idOf(0xf302);
export const APPLICATION = idOf(0xa2);
export const EPISODE = idOf(0xe1);
export const GRANT = idOf(0x94);
export const STOP = idOf(0x570);
export const REQUEST = idOf(0x5e);

/** The pseudonym that a token carries, and the same with the role it acts in. */
export const WORKER = 'staff-7';

export const REF = 'F-0301' as Ref;
export const STAFF = `${WORKER}/caseworker` as Actor;

/** WITA wall time of an instant in 2026 as the one UTC spelling: `at('02-03 10:00')`. */
export const at = (local: string): Instant => new Date(`2026-${local.replace(' ', 'T')}:00+08:00`).toISOString() as Instant;

/** A reading at WITA wall time. */
export const hlcAt = (local: string, counter = 0) => hlcOf(Date.parse(at(local)), counter);
