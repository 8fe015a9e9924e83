import { type AgencyKey, agencyKeyOf } from '@satualur/contracts/ids';
import { msOf } from './instants';
import type { Pack, PackAgency } from './pack';

/** A code as one agency's own for a time. */
export interface Tenancy {
  readonly agency: PackAgency;
  readonly code: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The codes of an agency in their order; the last is given up on leaving. */
export function tenanciesOf(agency: PackAgency): readonly Tenancy[] {
  const former = [...(agency.formerCodes ?? [])].sort((a, b) => msOf(a.until) - msOf(b.until));
  const left = agency.leftAt === undefined ? Infinity : msOf(agency.leftAt);
  const ends = [...former.map(({ code, until }) => ({ code, untilMs: msOf(until) })), { code: agency.code, untilMs: left }];
  return ends.map(({ code, untilMs }, index) => ({ agency, code, fromMs: ends[index - 1]?.untilMs ?? -Infinity, untilMs }));
}

type Agencies = Pick<Pack, 'agencies'>;

const bearersOf = ({ agencies }: Agencies, code: string): readonly Tenancy[] =>
  agencies.flatMap(tenanciesOf).filter((tenancy) => tenancy.code === code);

/**
 * Who is meant by a code at an instant: whoever bears it then, of several the one that gives it up first; where nobody does, whoever bears
 * it in the end. Undefined for what is no agency's code, such as an address `GT-6371`.
 */
export function agencyNamed(pack: Agencies, code: string, atMs: number): PackAgency | undefined {
  const bearers = [...bearersOf(pack, code)].sort((a, b) => a.untilMs - b.untilMs);
  const then = bearers.find(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs);
  return (then ?? bearers.find(({ agency }) => agency.code === code) ?? bearers.at(-1))?.agency;
}

/** What a service is to be asked for at an instant: an agency by the code that it bears then, anything else as it stands. */
export function addressAt(pack: Agencies, address: string, atMs: number): string {
  const agency = agencyNamed(pack, address, atMs);
  if (!agency) return address;
  const tenancies = tenanciesOf(agency);
  return (tenancies.find(({ untilMs }) => atMs < untilMs) ?? tenancies.at(-1)!).code;
}

/** Under which an agency was known first; its key is made of it. */
export const firstCodeOf = (agency: PackAgency): string => tenanciesOf(agency)[0]!.code;

/** When an agency can be registered: at once, or when another gives up the code that it begins with. */
export function entersMs(pack: Agencies, agency: PackAgency): number {
  const own = tenanciesOf(agency)[0]!;
  const before = bearersOf(pack, own.code).filter((other) => other.agency !== agency && comesBefore(pack, other, own));
  return Math.max(-Infinity, ...before.map(({ untilMs }) => untilMs));
}

/** Of two that begin with a code, the first to give it up has it first. */
function comesBefore({ agencies }: Agencies, other: Tenancy, own: Tenancy): boolean {
  if (other.fromMs !== -Infinity) return false;
  if (other.untilMs !== own.untilMs) return other.untilMs < own.untilMs;
  return agencies.indexOf(other.agency) < agencies.indexOf(own.agency);
}

/** The key that the registry gives an agency, by the code it begins with and how many began with it before. */
export function keyOf(pack: Agencies, agency: PackAgency): AgencyKey {
  const code = firstCodeOf(agency);
  const first = pack.agencies.filter((one) => firstCodeOf(one) === code).map((one) => [entersMs(pack, one), one] as const);
  const entered = first.sort(([a], [b]) => (a === b ? 0 : a - b)).map(([, one]) => one);
  return agencyKeyOf(code, entered.indexOf(agency));
}
