import { z } from 'zod';
import { type EventOf } from '../event';
import { AgencyKey, SubjectId, Uuid } from '../ids';
import { DataClass } from '../sealed';

const granted = { grant: Uuid, from: AgencyKey, subject: SubjectId, classes: z.array(DataClass).min(1) };

/** Stream `keys-<uuid>`, recipient's side of a grant. */
export const keyEvents = {
  /** The owner's log announced a grant. */
  KeysAwaited: z.strictObject(granted),
  /** A grant was taken in. */
  KeysReceived: z.strictObject(granted),
  /** A granted key has not arrived; asks its owner again. */
  KeysRequested: z.strictObject(granted),
  /** The granted keys are destroyed, because the owner withdrew or erased; the owner is told. */
  GrantedKeysDestroyed: z.strictObject({ ...granted, because: z.enum(['ConsentWithdrawn', 'SubjectErased']) }),
};

export type KeyEvent = EventOf<typeof keyEvents>;
