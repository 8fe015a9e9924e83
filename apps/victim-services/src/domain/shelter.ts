import { caseOf } from '@satualur/contracts/event';
import type { Ref, SubjectId, Uuid } from '@satualur/contracts/ids';
import type { ShelterEvent } from '@satualur/contracts/victim-services/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';
import { type RecordFacts, type RecordRule, victimOf } from './record-facts';

type Opened = Extract<ShelterEvent, { type: 'ShelterOpened' }>['data'];

/** One shelter's places. `subject` is the shelter's own: who may read where it lies is not who may read of a person. */
export type ShelterCommand =
  | {
      readonly type: 'OpenShelter';
      readonly ref: Ref;
      readonly subject: SubjectId;
      readonly places: number;
      readonly address?: Opened['address'];
    }
  | { readonly type: 'ChangePlaces'; readonly places: number }
  | { readonly type: 'TakePlace'; readonly record: Uuid; readonly episode?: Uuid | undefined; readonly facts: RecordFacts }
  | { readonly type: 'FreePlace'; readonly record: Uuid };

export type ShelterRule =
  | RecordRule
  | 'shelter-already-open'
  | 'shelter-unknown'
  | 'shelter-full'
  | 'already-in-shelter'
  | 'not-in-shelter'
  | 'places-taken';
const must: Must<ShelterRule> = mustHold;

export interface Shelter {
  readonly places?: number;
  readonly guests: ReadonlySet<Uuid>;
}

export const freePlaces = ({ places = 0, guests }: Shelter): number => places - guests.size;

function open({ ref, subject, places, address }: Extract<ShelterCommand, { type: 'OpenShelter' }>): ShelterEvent {
  return { type: 'ShelterOpened', data: { ref, subject, places, ...(address !== undefined && { address }) } };
}

function decide(command: ShelterCommand, state: Shelter): readonly ShelterEvent[] {
  if (command.type === 'OpenShelter') {
    must(state.places === undefined, 'shelter-already-open');
    return [open(command)];
  }
  must(state.places !== undefined, 'shelter-unknown');
  switch (command.type) {
    case 'ChangePlaces':
      must(command.places >= state.guests.size, 'places-taken');
      return [{ type: 'ShelterPlacesChanged', data: { places: command.places } }];
    case 'TakePlace': {
      const { record, episode, facts } = command;
      victimOf(facts);
      must(!state.guests.has(record), 'already-in-shelter');
      must(freePlaces(state) > 0, 'shelter-full');
      return [{ type: 'ShelterPlaceTaken', data: { record, ...(episode && { episode }) }, ...caseOf(facts) }];
    }
    case 'FreePlace':
      must(state.guests.has(command.record), 'not-in-shelter');
      return [{ type: 'ShelterPlaceFreed', data: { record: command.record } }];
  }
}

function evolve(state: Shelter, event: ShelterEvent): Shelter {
  switch (event.type) {
    case 'ShelterOpened':
    case 'ShelterPlacesChanged':
      return { ...state, places: event.data.places };
    case 'ShelterPlaceTaken':
      return { ...state, guests: new Set([...state.guests, event.data.record]) };
    case 'ShelterPlaceFreed':
      return { ...state, guests: new Set([...state.guests].filter((guest) => guest !== event.data.record)) };
  }
}

export const shelter: Decider<ShelterCommand, Shelter, ShelterEvent> = { initialState: { guests: new Set() }, decide, evolve };
