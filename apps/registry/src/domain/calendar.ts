import type { EventOf } from '@satualur/contracts/event';
import type { holidayEvents } from '@satualur/contracts/registry/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';

export type HolidayEvent = EventOf<typeof holidayEvents>;
type Year = HolidayEvent['data'];

/** The whole year; published again when the government moves a day. */
export type HolidayCommand = { readonly type: 'PublishHolidays' } & Year;

export type HolidayRule = 'day-of-another-year' | 'day-repeated' | 'same-days';
const must: Must<HolidayRule> = mustHold;

export interface Calendar {
  readonly days?: Year['days'];
}

function decide({ type: _, ...year }: HolidayCommand, { days: known }: Calendar): readonly HolidayEvent[] {
  const days = [...year.days].sort((a, b) => (a.on < b.on ? -1 : 1));
  must(
    days.every(({ on }) => on.startsWith(`${year.year}-`)),
    'day-of-another-year',
  );
  must(new Set(days.map(({ on }) => on)).size === days.length, 'day-repeated');
  must(JSON.stringify(days) !== JSON.stringify(known), 'same-days');
  return [{ type: 'HolidaysPublished', data: { ...year, days } }];
}

const evolve = (_: Calendar, { data }: HolidayEvent): Calendar => ({ days: data.days });

export const holidays: Decider<HolidayCommand, Calendar, HolidayEvent> = { initialState: {}, decide, evolve };
