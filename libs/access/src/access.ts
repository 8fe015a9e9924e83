import type { AgencyKey } from '@satualur/contracts/ids';

export const ROLES = ['caseworker', 'supervisor', 'secretariat', 'reviewer', 'auditor', 'clerk'] as const;
export type Role = (typeof ROLES)[number];

/** Who asks: a staff member of one agency with roles, from a verified token. */
export interface Caller {
  /** Pseudonymous staff id (`sub`). */
  readonly staff: string;
  readonly agency: AgencyKey;
  readonly roles: readonly Role[];
}

/** How the caller's agency stands to what is asked for. */
export type Relation = 'own' | 'participant' | 'none';

export class AccessDenied extends Error {
  constructor(
    /** Reading what is hidden answers as if it were absent (404); a command on one's own agency answers 403. */
    readonly hidden: boolean,
  ) {
    super('access denied');
    this.name = 'AccessDenied';
  }
}
