import { type Instant, instantOf, msOfInstant } from '../ids';
import type { ToldTimeline } from './views';

/** A case's timeline in the agencies' own numbers and codes, without ids: what is written by hand and held against a real run. */
export interface ExpectedCase {
  readonly participants: readonly string[];
  readonly entries: readonly ExpectedEntry[];
  /** Technical entries: type and log only. */
  readonly technical: readonly { readonly known: string; readonly by: string; readonly type: string }[];
  readonly records: readonly { readonly ref: string; readonly agency: string; readonly viaReferral: string | null }[];
  readonly referrals: readonly ExpectedReferral[];
  readonly applications: readonly {
    readonly ref: string;
    readonly agency: string;
    readonly service: string;
    readonly outcome: string;
    readonly days: number | null;
    readonly provider: string | null;
  }[];
}

export interface ExpectedEntry {
  /** RFC 3339 in WITA. */
  readonly known: string;
  readonly by: string;
  readonly type: string;
  readonly id: string;
  readonly en: string;
}

export interface ExpectedReferral {
  readonly ref: string;
  readonly from: string;
  readonly to: string;
  readonly service: string;
  readonly state: string;
  readonly overdue: boolean;
  readonly escalated: boolean;
  readonly supersededBy: string | null;
}

const WITA_MS = 8 * 3_600_000;

/** `2026-02-04T10:00:00+08:00`; milliseconds are cut. */
const inWita = (instant: Instant): string => `${instantOf(msOfInstant(instant) + WITA_MS).slice(0, 19)}+08:00`;

const order = (entry: { known: string; by: string; type: string; en?: string }): string =>
  [entry.known, entry.by, entry.type, entry.en ?? ''].join(' ');

/** In one order where the clock alone gives none: acts of one instant, by agency, type and sentence. */
export const sorted = <E extends { known: string; by: string; type: string }>(entries: readonly E[]): readonly E[] =>
  [...entries].sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));

/** The same case told in both languages with technical entries, reduced to what can be expected by hand. */
export function expectationOf(id: ToldTimeline, en: ToldTimeline): ExpectedCase {
  const codes = new Map(en.participants.map(({ key, code }) => [key, code]));
  const code = (key: string): string => codes.get(key) ?? key;
  const refs = new Map(en.referrals.map(({ referral, ref }) => [referral as string, ref as string]));
  const refOf = (referral: string | null): string | null => (referral === null ? null : (refs.get(referral) ?? referral));
  const told = en.entries.map((entry, index) => ({
    ...{ known: inWita(entry.known), by: code(entry.by), type: entry.type, technical: entry.technical },
    ...{ id: id.entries[index]?.sentence ?? '', en: entry.sentence },
  }));
  return {
    participants: en.participants.map((agency) => agency.code),
    entries: sorted(told.filter((entry) => !entry.technical).map(({ technical: _, ...entry }) => entry)),
    technical: sorted(told.filter((entry) => entry.technical).map(({ known, by, type }) => ({ known, by, type }))),
    records: en.records.map(({ ref, agency, viaReferral }) => ({ ref, agency: code(agency), viaReferral: refOf(viaReferral) })),
    referrals: en.referrals.map(({ ref, from, to, service, state, overdue, escalated, supersededBy }) => ({
      ...{ ref, from: code(from), to: code(to), service, state, overdue, escalated },
      supersededBy: refOf(supersededBy),
    })),
    applications: en.applications.map(({ ref, agency, service, outcome, days, provider }) => ({
      ...{ ref, agency: code(agency), service, outcome, days },
      provider: provider === null ? null : code(provider),
    })),
  };
}
