import { AgencyKey } from '@satualur/contracts/ids';
import type { KeyEvent, RecordEvent } from '@satualur/contracts/intake/events';
import type { GrantEvent } from '@satualur/contracts/referral/events';
import type { OpenAgency } from './agency-side';
import type { Heard } from './reactions';

type Of<E extends { type: string }, T extends E['type']> = Extract<E, { type: T }>;
type Destroyed = Of<RecordEvent, 'SubjectErased'> | Of<KeyEvent, 'GrantedKeysDestroyed'>;

/** The own agency destroys keys in another process, its own or granted ones: this one holds them no longer. */
export async function forgetDestroyed({ event }: Heard, { key, vault }: OpenAgency): Promise<void> {
  const { type, data } = event as Destroyed;
  vault.forget(type === 'SubjectErased' ? key : data.from, data.subject, data.classes);
}

/** Their owner takes granted keys back: this process holds them no longer, whether or not they are destroyed here yet. */
export async function forgetTakenBack({ event, log }: Heard, { vault }: OpenAgency): Promise<void> {
  const { subject, classes } = (event as Of<GrantEvent, 'KeysRevoked'>).data;
  vault.forget(AgencyKey.parse(log), subject, classes);
}
