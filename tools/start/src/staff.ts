import { createHmac } from 'node:crypto';
import { agencyKeyOf } from '@satualur/contracts/ids';
import type { Staff } from './api';
import { firstCodeOf, type Pack } from './pack';

/** The demo's staff: one case worker for each agency on the platform, and the provincial secretariat. */
export class StaffList {
  readonly all: readonly Staff[];
  readonly secretariat: Staff;
  private readonly caseworkers: ReadonlyMap<string, Staff>;

  constructor(pack: Pack, secret: string) {
    const first = new Map(
      pack.agencies.flatMap((agency) =>
        [agency.code, ...(agency.formerCodes ?? []).map(({ code }) => code)].map((code) => [code, firstCodeOf(agency)] as const),
      ),
    );
    const keyOf = (code: string) => agencyKeyOf(first.get(code) ?? code);
    const staff = (code: string, role: string, ...roles: string[]): Staff => {
      const clientId = `${keyOf(code)}.${role}`;
      return {
        clientId,
        clientSecret: createHmac('sha256', secret).update(clientId).digest('base64url'),
        agency: keyOf(code),
        roles,
      };
    };
    this.secretariat = staff(pack.policies.provincialSecretariat, 'secretariat', 'secretariat', 'supervisor');
    const onPlatform = pack.agencies.filter((agency) => agency.onPlatform);
    this.caseworkers = new Map(
      onPlatform.flatMap((agency) => {
        const one = staff(agency.code, 'caseworker', 'caseworker', 'supervisor');
        return [agency.code, ...(agency.formerCodes ?? []).map(({ code }) => code)].map((code) => [code, one] as const);
      }),
    );
    this.all = [this.secretariat, ...new Set(this.caseworkers.values())];
  }

  caseworker(code: string): Staff {
    const staff = this.caseworkers.get(code);
    if (!staff) throw new Error(`no staff at ${code}: the agency is not on the platform`);
    return staff;
  }
}
