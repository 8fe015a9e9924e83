import { type Instant, instantOf, type Uuid } from '@satualur/contracts/ids';
import { namesMatch } from '@satualur/contracts/identity/names';
import type { RecordEvent, SomeAssertions } from '@satualur/contracts/intake/events';
import { fold } from '@satualur/decider/decider';
import type { StoredEvent } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { type AgencyRecord, agencyRecord, stateOf } from './domain/agency-record';
import {
  entriesOf,
  type Entry,
  NAME_PARTS,
  nameEntries,
  numberEntries,
  numberOf,
  NUMBERS,
  phoneEntry,
  phoneOf,
  soughtTokens,
} from './domain/person-index';
import { isRegistration, openText, recordStream } from './live';

/** Candidates looked into, and people shown at most. */
const LOOKED_INTO = 200;
const SHOWN = 50;

export type Asked = { readonly name: string } | { readonly number: string } | { readonly phone: string };
export const waysOf = (asked: Asked): 'Name' | 'Number' | 'Phone' =>
  'name' in asked ? 'Name' : 'number' in asked ? 'Number' : 'Phone';

const entriesAsked = (asked: Asked): readonly Entry[] => {
  if ('name' in asked) return nameEntries(asked.name);
  return 'number' in asked ? numberEntries(asked.number) : [phoneEntry(asked.phone)];
};

/** A record of the own agency that was found, with the keys to open it. */
export interface Found {
  readonly id: Uuid;
  readonly state: AgencyRecord;
  readonly recordedAt: Instant;
}

async function load(agency: OpenAgency, id: Uuid): Promise<Found | undefined> {
  const events = (await agency.store.read(recordStream(id))) as readonly StoredEvent<RecordEvent>[];
  const state = fold(
    agencyRecord,
    events.map(({ event }) => event),
  );
  const registered = events.find(isRegistration);
  return registered && { id, state, recordedAt: registered.envelope.time };
}

async function candidates(agency: OpenAgency, entries: readonly Entry[], but?: Uuid): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const { holder } of await agency.vault.findInIndex(entries, LOOKED_INTO)) {
    const one = holder === but ? undefined : await load(agency, holder);
    if (one) found.push(one);
  }
  return found;
}

const openIn =
  (agency: OpenAgency, { id, state }: Found) =>
  (field: Parameters<typeof openText>[3]) =>
    openText(agency, id, state.live, field);

async function hasNumber(agency: OpenAgency, found: Found, number: string): Promise<boolean> {
  const numbers = await Promise.all(NUMBERS.map(openIn(agency, found)));
  return numbers.some((own) => own !== undefined && numberOf(own) === numberOf(number));
}

async function hasPhone(agency: OpenAgency, found: Found, phone: string): Promise<boolean> {
  const own = await openIn(agency, found)('phone');
  return own !== undefined && phoneOf(own) === phoneOf(phone);
}

/** A name from those of its parts that are known. */
function wholeOf(parts: readonly (string | undefined)[]): string | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0 ? undefined : known.join(' ');
}

async function hasName(agency: OpenAgency, found: Found, name: string): Promise<boolean> {
  const [own, ...parts] = await Promise.all((['name', ...NAME_PARTS] as const).map(openIn(agency, found)));
  return [own, wholeOf(parts)].some((each) => each !== undefined && namesMatch(soughtTokens(name), soughtTokens(each)));
}

const fits = (agency: OpenAgency, found: Found, asked: Asked): Promise<boolean> => {
  if ('name' in asked) return hasName(agency, found, asked.name);
  return 'number' in asked ? hasNumber(agency, found, asked.number) : hasPhone(agency, found, asked.phone);
};

async function those<T>(all: readonly T[], fit: (one: T) => Promise<boolean>): Promise<readonly T[]> {
  const kept = await Promise.all(all.map(fit));
  return all.filter((_, index) => kept[index]).slice(0, SHOWN);
}

/** The own agency's records of whoever bears this name, number or phone; the index says whom to look at, their own values decide. */
export const search = async (agency: OpenAgency, asked: Asked): Promise<readonly Found[]> =>
  those(await candidates(agency, entriesAsked(asked)), (found) => fits(agency, found, asked));

type Reason = 'Number' | 'Phone' | 'Name';
export interface LikelyRecord {
  readonly found: Found;
  readonly because: readonly Reason[];
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Birth dates that may be one person's: not stated, the same, or a year apart. */
async function bornAlike(agency: OpenAgency, found: Found, stated: string | undefined): Promise<boolean> {
  const own = stated === undefined ? undefined : await openIn(agency, found)('birthDate');
  return own === undefined || Math.abs(Number(own.slice(0, 4)) - Number(stated!.slice(0, 4))) <= 1;
}

/** Numbers of one person: everybody of a police report bears its number. */
const OWN_NUMBERS = NUMBERS.filter((kind) => kind !== 'lpNumber');

async function reasonsFor(agency: OpenAgency, found: Found, stated: SomeAssertions): Promise<readonly Reason[]> {
  const numbers = OWN_NUMBERS.flatMap((field) => text(stated[field]?.value) ?? []);
  const byNumber = await Promise.all(numbers.map((number) => hasNumber(agency, found, number)));
  const phone = text(stated.phone?.value);
  const name = text(stated.name?.value) ?? wholeOf(NAME_PARTS.map((part) => text(stated[part]?.value)));
  const sameSex = !stated.sex || !found.state.live.fields.sex || stated.sex.value === found.state.live.fields.sex.asserted.value;
  const byName = name !== undefined && sameSex && (await hasName(agency, found, name));
  return [
    ...(byNumber.includes(true) ? (['Number'] as const) : []),
    ...(phone !== undefined && (await hasPhone(agency, found, phone)) ? (['Phone'] as const) : []),
    ...(byName && (await bornAlike(agency, found, text(stated.birthDate?.value))) ? (['Name'] as const) : []),
  ];
}

/** Records of the own agency that are likely of the same person: shown before another is registered. Those voided are none. */
export const likelyRecords = (agency: OpenAgency, stated: SomeAssertions): Promise<readonly LikelyRecord[]> =>
  likelyAmong(agency, stated, entriesOf(stated));

async function likelyAmong(
  agency: OpenAgency,
  stated: SomeAssertions,
  entries: readonly Entry[],
  self?: Uuid,
): Promise<readonly LikelyRecord[]> {
  const found = (await candidates(agency, entries, self)).filter(({ state }) => state.voidedAt === undefined);
  const reasons = await Promise.all(found.map((one) => reasonsFor(agency, one, stated)));
  return found
    .map((one, index) => ({ found: one, because: reasons[index]! }))
    .filter(({ because }) => because.length > 0)
    .slice(0, SHOWN);
}

/** Those other than `self` among the likely ones that bear a person's number or phone of these values: few, however many the records are. */
export function likelyByNumber(
  agency: OpenAgency,
  stated: SomeAssertions,
  self: Uuid | undefined,
): Promise<readonly LikelyRecord[]> {
  const entries = entriesOf(stated).filter(({ kind }) => kind !== 'name' && kind !== 'lpNumber');
  return likelyAmong(agency, stated, entries, self);
}

/** One found record as a list shows it: how to reach the person safely first, and no number to ring. */
export async function shownOf(agency: OpenAgency, found: Found) {
  const { live, contact, worker } = found.state;
  const open = openIn(agency, found);
  const [name, birthDate] = await Promise.all([open('name'), open('birthDate')]);
  return {
    id: found.id,
    ref: live.ref,
    caseid: live.caseid,
    state: stateOf(found.state),
    contact: contact ?? null,
    ...(worker !== undefined && { worker }),
    recordedAt: instantOf(Date.parse(found.recordedAt)),
    role: live.fields.role?.asserted.value,
    ...(live.fields.sex && { sex: live.fields.sex.asserted.value }),
    ...(name !== undefined && { name }),
    ...(birthDate !== undefined && { birthDate }),
  };
}

/** Makes every record findable again by its values in force, as after the vault came back from an older backup. */
export async function reindex(agency: OpenAgency, records: readonly Uuid[]): Promise<number> {
  let indexed = 0;
  for (const id of records) {
    const found = await load(agency, id);
    const { live, erased } = found?.state ?? {};
    if (!found || !live?.subject || erased?.length) continue;
    const opened = await Promise.all(
      (['name', ...NAME_PARTS, 'phone', ...NUMBERS] as const).map(
        async (field) => [field, { value: await openText(agency, id, live, field) }] as const,
      ),
    );
    await agency.vault.putInIndex(live.subject, id, entriesOf(Object.fromEntries(opened) as unknown as SomeAssertions));
    indexed++;
  }
  return indexed;
}
