import type { ServiceName } from '../../catalogue';

export type Addressee =
  | 'the referral’s recipient'
  | 'the referral’s sender'
  | 'the provincial secretariat'
  | 'the keys’ owner'
  | 'each agency that holds keys of the person'
  | 'each recipient of the consent'
  | 'the consent’s owner';

export interface EventNote {
  /** What it says, one sentence. */
  readonly says: string;
  /** Whose inbox gets a copy; absent: nobody's. */
  readonly audience?: Addressee;
  /** Services whose reactions or directory act on it; `timeline` reads every log and is not named. */
  readonly consumers?: readonly ServiceName[];
}
