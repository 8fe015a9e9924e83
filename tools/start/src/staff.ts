import { createHmac } from 'node:crypto';
import type { Staff } from './api';
import type { Pack, PackAgency } from './pack';
import { agencyNamed, firstCodeOf, keyOf } from './pack-agencies';

const nameOf = (agency: PackAgency): string => `${firstCodeOf(agency)} ${agency.code}`;

/** The demo's staff: for each agency on the platform a case worker, who gives the pack's commands, and a colleague; and the provincial secretariat. */
export class StaffList {
  readonly all: readonly Staff[];
  readonly secretariat: Staff;
  /** By first and last code. */
  private readonly caseworkers: ReadonlyMap<string, Staff>;
  private readonly colleagues: readonly Staff[];

  constructor(
    private readonly pack: Pack,
    private readonly secret: string,
  ) {
    const { provincialSecretariat } = pack.policies;
    const secretariat = agencyNamed(pack, provincialSecretariat, Infinity);
    if (!secretariat) throw new Error(`the pack names ${provincialSecretariat}, which is none of its agencies`);
    this.secretariat = this.staff(secretariat, 'secretariat', ['secretariat', 'supervisor']);
    const onPlatform = pack.agencies.filter((agency) => agency.onPlatform);
    this.caseworkers = new Map(
      onPlatform.map((agency) => [nameOf(agency), this.staff(agency, 'caseworker', ['caseworker', 'supervisor'])] as const),
    );
    this.colleagues = onPlatform.map((agency) => this.staff(agency, 'colleague', ['caseworker']));
    this.all = [this.secretariat, ...this.caseworkers.values(), ...this.colleagues];
  }

  /** Everybody of one agency. */
  at(key: string): readonly Staff[] {
    return this.all.filter(({ agency }) => agency === key);
  }

  /** Of the agency that bears a code, at an instant or in the end. */
  caseworker(code: string, atMs = Infinity): Staff {
    const agency = agencyNamed(this.pack, code, atMs);
    if (!agency) throw new Error(`no staff at ${code}: the pack has no such agency`);
    return this.of(agency);
  }

  of(agency: PackAgency): Staff {
    const staff = this.caseworkers.get(nameOf(agency));
    if (!staff) throw new Error(`no staff at ${agency.code}: the agency is not on the platform`);
    return staff;
  }

  private staff(agency: PackAgency, role: string, roles: readonly string[]): Staff {
    const key = keyOf(this.pack, agency);
    const clientId = `${key}.${role}`;
    const clientSecret = createHmac('sha256', this.secret).update(clientId).digest('base64url');
    return { clientId, clientSecret, agency: key, roles };
  }
}
