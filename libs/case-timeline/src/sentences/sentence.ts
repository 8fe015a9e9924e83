import type { AnyEvent } from '@satualur/contracts/event';
import type { Instant, Uuid } from '@satualur/contracts/ids';
import type { Language } from '@satualur/contracts/timeline/views';
import type { Words } from '../words/words';

/** How a sentence names what its event points to; nothing here is personal data. */
export interface Names {
  readonly language: Language;
  /** Code of the agency or name of the service whose log the event stands in. */
  readonly by: string;
  /** Referral, record or application that the event's own stream is. */
  readonly own: Uuid;
  agency(key: string): string;
  referral(id: Uuid): string;
  /** Code of the agency a referral was sent to. */
  recipient(referral: Uuid): string;
  record(id: Uuid): string;
  application(id: Uuid): string;
  date(instant: Instant): string;
}

export type Sentence<E extends AnyEvent> = (data: E['data'], names: Names) => Words;
/** One sentence for every event of a union. */
export type SentencesOf<E extends AnyEvent> = { readonly [T in E['type']]: Sentence<Extract<E, { type: T }>> };

export const both = (id: string, en: string): Words => ({ id, en });
export const NOTHING = both('', '');

export const list = (codes: readonly Words[], language: Language): string => codes.map((code) => code[language]).join(', ');
