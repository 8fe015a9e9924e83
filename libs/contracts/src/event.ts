import { z } from 'zod';
import type { CodeScheme } from './codes/casework';
import type { Hlc } from './hlc';
import type { Actor, AgencyKey, CaseId, Instant, StreamId, Uuid } from './ids';

/** Legal bases of processing, UU 27/2022 art. 20. */
export const LegalBasis = z.enum(['Consent', 'Contract', 'LegalObligation', 'VitalInterest', 'PublicTask', 'LegitimateInterest']);
export type LegalBasis = z.infer<typeof LegalBasis>;

/** What travels beside an event's data in its envelope, decided with the event. */
export interface Routing {
  readonly caseid?: CaseId;
  /** Agencies whose inbox gets a copy. */
  readonly audience?: readonly AgencyKey[];
  readonly legalbasis?: LegalBasis;
}

/** The case an event belongs to, for the events that follow it. */
export const caseOf = ({ caseid }: Routing): Pick<Routing, 'caseid'> => (caseid === undefined ? {} : { caseid });

/** Set by the event store when the event is read back. */
export interface Stamp {
  /** Absent on an event just decided. */
  readonly hlc?: Hlc;
  /** A decider states it only where a rule fixes it, as a limit that passed; else it is what the cause says. */
  readonly time?: Instant;
}

/** A catalogue of schemas as the union of its events. */
export type EventOf<C extends Record<string, z.ZodType>> = {
  [T in keyof C & string]: { readonly type: T; readonly data: z.infer<C[T]> } & Routing & Stamp;
}[keyof C & string];

export interface AnyEvent extends Routing, Stamp {
  readonly type: string;
  readonly data: object;
}

/** A coded value as a command states it, and where. */
export interface StatedCode {
  /** Name under which the registry publishes the list; absent where the value names its scheme and version instead. */
  readonly list?: string;
  readonly scheme?: CodeScheme;
  readonly version?: string;
  readonly code: string;
  /** JSON Pointer into the command's body. */
  readonly pointer: string;
}

/** Who asked, when, why: everything a stored event says of its origin. */
export interface Cause {
  readonly actor: Actor;
  /** The application clock's reading in milliseconds, the `at` of the command. */
  readonly at: Instant;
  /** The agency's own statement of when it recorded this; becomes the event's `time`. Default `at`. */
  readonly recordedAt?: Instant;
  /** Makes the append idempotent; `bodyHash` (hex SHA-256) tells a repeat from a misuse of the key. */
  readonly command: { readonly id: Uuid; readonly bodyHash?: string };
  /** The event that a reaction answers. */
  readonly causation?: { readonly id: Uuid; readonly hlc: Hlc };
  readonly correlationId?: Uuid;
  /** Held against the lists that are in force at the recorded time, with the decision itself (domain 5.5, 19). */
  readonly codes?: readonly StatedCode[];
  /** Highest reading the caller has seen; the new events are drawn above it. */
  readonly seen?: Hlc;
  readonly traceparent?: string;
}

/** A CloudEvents 1.0 event in structured mode as stored: the envelope of architecture 5. */
export interface Envelope {
  readonly specversion: '1.0';
  readonly id: Uuid;
  /** `/agencies/<key>/<service>` or `/services/<name>`. */
  readonly source: string;
  /** `satualur.<context>.<EventName>.v<n>` */
  readonly type: string;
  readonly subject: StreamId;
  readonly time: Instant;
  readonly datacontenttype: 'application/json';
  readonly dataschema: string;
  readonly knowntime: Instant;
  readonly hlc: Hlc;
  /** Version in its stream, decimal text. */
  readonly sequence: string;
  readonly caseid?: CaseId;
  readonly correlationid: Uuid;
  readonly causationid?: Uuid;
  readonly actor: Actor;
  readonly legalbasis?: LegalBasis;
  /** Agency keys, space-separated. */
  readonly audience?: string;
  readonly traceparent?: string;
  readonly data: object;
}
