import type { platformEvents } from '../../platform/events';
import type { EventNote } from './note';

export const platformNotes: Record<keyof typeof platformEvents, EventNote> = {
  CommandRefused: { says: 'A command was refused: the rule’s name only, under the command’s id.' },
  RecordViewed: { says: 'Somebody looked at a person: which fields, before they were shown.' },
  RecordExported: { says: 'A record was given out as a document: which fields and what for, before it was.' },
  RecordSearched: { says: 'Somebody searched for a person: how, and whom it showed; never what for.' },
  NotificationRaised: { says: 'A role or a worker is to be told that something waits; without what about.' },
  NotificationSent: { says: 'The notification went out by a channel.' },
  NotificationFailed: { says: 'A channel did not take the notification; code only.' },
  NotificationRead: { says: 'A member of staff has read the notification.' },
  CallListed: { says: 'An emergency that nobody has read: to be rung.' },
};
