import { z } from 'zod';
import type { Stamp } from '../event';
import type { Hlc } from '../hlc';
import type { AgencyKey } from '../ids';
import type { Answer, Notice } from './events';

/** States of a sent referral (domain 5.4); the last five are final. */
export const ReferralState = z.enum([
  'Sent',
  'Acknowledged',
  'Accepted',
  'InService',
  'Completed',
  'Rejected',
  'Expired',
  'Withdrawn',
  'Terminated',
]);
export type ReferralState = z.infer<typeof ReferralState>;

/** What either side did to a sent referral, whichever half says so. */
export type ActKind = Answer | Notice | 'Overdue' | 'ServiceOverdue';

export interface Act {
  readonly kind: ActKind;
  readonly by: AgencyKey;
  /** Absent on an act just decided: it stands above everything stored. */
  readonly hlc?: Hlc;
}

export const actOf = (kind: ActKind, by: AgencyKey, { hlc }: Pick<Stamp, 'hlc'>): Act => ({ kind, by, ...(hlc && { hlc }) });

const undecided = {
  Accepted: 'Accepted',
  Rejected: 'Rejected',
  Withdrawn: 'Withdrawn',
  Expired: 'Expired',
  Terminated: 'Terminated',
} as const;

/**
 * The joint state table; an act missing from its row is without effect. An undecided referral is terminated only as the duplicate of
 * one whose acceptance came late.
 */
const table: Record<ReferralState, Partial<Record<ActKind, ReferralState>>> = {
  Sent: { ...undecided, Overdue: 'Sent', ServiceOverdue: 'Sent', Acknowledged: 'Acknowledged' },
  Acknowledged: { ...undecided, ServiceOverdue: 'Acknowledged' },
  Accepted: { ServiceStarted: 'InService', ServiceOverdue: 'Accepted', Terminated: 'Terminated' },
  InService: { Completed: 'Completed', Terminated: 'Terminated' },
  Completed: {},
  Rejected: {},
  Expired: {},
  Withdrawn: {},
  Terminated: {},
};

export const isLegal = (state: ReferralState, kind: ActKind): boolean => table[state][kind] !== undefined;
export const isFinal = (state: ReferralState): boolean => Object.keys(table[state]).length === 0;

const LAST = '~';
const place = ({ hlc, by }: Act): string => (hlc ? `${hlc} ${by}` : LAST);

export interface Settled {
  readonly state: ReferralState;
  /** The acts that had effect, in order; the others lost their race. */
  readonly effective: readonly Act[];
}

/**
 * State of a sent referral from all acts known, in any order: by (hlc, agency), each by the table. So the earlier of two decisions
 * wins on either side, and both halves agree as soon as both know all acts (architecture 7).
 */
export function settle(acts: readonly Act[]): Settled {
  const inOrder = [...acts].sort((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
  return inOrder.reduce<Settled>(
    ({ state, effective }, act) => {
      const next = table[state][act.kind];
      return next ? { state: next, effective: [...effective, act] } : { state, effective };
    },
    { state: 'Sent', effective: [] },
  );
}

export const hadEffect = ({ effective }: Settled, kind: ActKind): boolean => effective.some((act) => act.kind === kind);
