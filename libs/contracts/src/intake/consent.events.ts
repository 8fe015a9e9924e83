import { z } from 'zod';
import { Article, ConsentGiver, EvidenceRef } from '../codes/casework';
import { ServiceCategory } from '../codes/services';
import { type EventOf, LegalBasis } from '../event';
import { AgencyKey, Instant, Ref, SubjectId, Uuid } from '../ids';
import { DataClass, sealed } from '../sealed';
import { Identifier } from './assertions';
import { imported } from './imported';
import { remote } from './remote';

/**
 * Stream `legalbasis-<uuid of the record>`: every basis, UU 27/2022 art. 20, on which one person's data may be passed on. A later statement of a
 * basis replaces the earlier for the services it names, also to end it.
 */
export const legalBasisEvents = {
  LegalBasisRecorded: z.strictObject({
    record: Uuid,
    basis: LegalBasis,
    purposes: z.array(ServiceCategory).min(1).max(9),
    classes: z.array(DataClass).min(1),
    article: Article.optional(),
    /** In force from then on; absent: from its recording. */
    since: Instant.optional(),
    /** In force up to and with this instant. */
    until: Instant.optional(),
  }),
};

/** A code that the person consented to: of a service, or another one, that allows no service. */
export const Purpose = z.string().refine((code) => /^[A-Za-z0-9][A-Za-z0-9 ._:/-]{0,63}$/.test(code), 'not a code');

const consented = { recipients: z.array(AgencyKey).min(1).max(50), purposes: z.array(Purpose).min(1).max(20) };

/** Stream `consent-<uuid of the record>`: every consent about one person, per recipient, purpose and class. HTCDS con_Consent. */
export const consentEvents = {
  ConsentGranted: z.strictObject({
    record: Uuid,
    subject: SubjectId,
    ...consented,
    /** Besides these, identity and the class of each service are always meant. */
    classes: z.array(DataClass),
    givenBy: ConsentGiver,
    guardianNik: sealed('identity', Identifier).optional(),
    /** BCP 47. */
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
      .optional(),
    expiresAt: Instant.optional(),
    imported,
  }),
  ConsentRefused: z.strictObject({ record: Uuid, ...consented, givenBy: ConsentGiver, imported }),
  ConsentExpired: z.strictObject({ record: Uuid, ...consented, expiresAt: Instant }),
  /** One act; each recipient that was granted anything is asked to stop, under a stop id of its own. */
  ConsentWithdrawn: z.strictObject({
    record: Uuid,
    subject: SubjectId,
    stops: z.array(z.strictObject({ recipient: AgencyKey, stop: Uuid })).min(1),
    confirmBy: Instant,
    imported,
  }),
  StopConfirmationNoted: z.strictObject({ recipient: AgencyKey, stop: Uuid, ...remote }),
  StopOverdue: z.strictObject({ recipient: AgencyKey, stop: Uuid, confirmBy: Instant }),
  /** The guardian who consented is a suspect in the same case (domain 5.5, 12): nothing more is sent on that consent. */
  GuardianConflictNoted: z.strictObject({
    record: Uuid,
    caseRef: Ref,
    perpetratorRecord: Uuid.optional(),
    /** Versions, in this stream, of the grants that the guardian gave; absent: every grant of a guardian. */
    grants: z.array(z.int().positive()).min(1).optional(),
  }),
};

const stopping = {
  owner: AgencyKey,
  consent: Uuid,
  subject: SubjectId,
  /** Off the platform: the owner's clerk records its confirmation in the owner's own store. */
  recipient: AgencyKey.optional(),
};

/** Stream `stop-<uuid>`, recipient's side: the owner's person withdrew consent; processing must stop and that be confirmed. */
export const stopEvents = {
  StopRequested: z.strictObject({ ...stopping, confirmBy: Instant, ...remote }),
  ProcessingStopConfirmed: z.strictObject({ ...stopping, evidence: EvidenceRef.optional() }),
};

export type LegalBasisEvent = EventOf<typeof legalBasisEvents>;
export type ConsentEvent = EventOf<typeof consentEvents>;
export type StopEvent = EventOf<typeof stopEvents>;
