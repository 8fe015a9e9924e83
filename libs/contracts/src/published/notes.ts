import type { EventName } from './examples';
import { intakeNotes } from './notes/intake.notes';
import type { EventNote } from './notes/note';
import { platformNotes } from './notes/platform.notes';
import { referralNotes } from './notes/referral.notes';
import { registryNotes } from './notes/registry.notes';
import { servicesNotes } from './notes/services.notes';

/** What a reader of the catalogue wants to know of each event beside its schema: an event without a note does not compile. */
export const notes: Record<EventName, EventNote> = {
  ...registryNotes,
  ...intakeNotes,
  ...referralNotes,
  ...servicesNotes,
  ...platformNotes,
};
