import type { ServiceCategory } from '@satualur/contracts/codes/services';
import type { RegistryEvent, SlaPolicy } from '@satualur/contracts/registry/events';
import { type AgencyKey, type Instant, msOfInstant } from '@satualur/contracts/ids';
import { isInProvince } from '@satualur/contracts/identity/nik';
import { dueAt, inForce } from '@satualur/contracts/registry/deadlines';
import { type AfterCare, afterCareOf, type LimitName, limitOf } from '@satualur/contracts/registry/limits';
import { DatedLists } from './dated-lists';

type Data<T extends RegistryEvent['type']> = Extract<RegistryEvent, { type: T }>['data'];

export interface DirectoryAgency extends Data<'AgencyRegistered'> {
  /** Codes it bore before; `code` and `name` are those of now. */
  readonly formerCodes: readonly { readonly code: string; readonly until: Instant }[];
  /** From then on it writes nothing and may be sent nothing. */
  readonly leftAt?: Instant;
  /** What it offers; absent when it lists nothing. */
  readonly services?: readonly ServiceCategory[];
  /** Set once its store, topics and keys exist. */
  readonly publicKeys?: Data<'AgencyProvisioned'>['publicKeys'];
}

export interface PolicyInForce {
  readonly validFrom: Instant;
  readonly policy: SlaPolicy;
  /** Text of the norm or decision the figures come from. */
  readonly source: string;
  readonly provincialSecretariat?: AgencyKey;
}

/** This process's copy of the registry, folded from `log.registry` at each start. */
export class Directory {
  private readonly agencies = new Map<AgencyKey, DirectoryAgency>();
  private readonly policies: PolicyInForce[] = [];
  private readonly formed = new Set<string>();
  private readonly known = new Set<string>();
  private readonly members = new Map<string, Data<'StaffEnrolled'>>();
  readonly lists = new DatedLists();
  private readonly listeners: ((agency: DirectoryAgency) => void)[] = [];

  /** Calls back for every agency registered or provisioned, also those known already. */
  onAgency(listener: (agency: DirectoryAgency) => void): void {
    this.listeners.push(listener);
    for (const agency of this.agencies.values()) listener(agency);
  }

  apply(event: RegistryEvent): void {
    switch (event.type) {
      case 'AgencyRegistered':
        return this.put({ ...event.data, formerCodes: [] });
      case 'AgencyProvisioned':
        return this.change(event.data.key, () => ({ publicKeys: event.data.publicKeys }));
      case 'AgencyRenamed': {
        const { key, code, name, formerCode, validFrom } = event.data;
        return this.change(key, ({ formerCodes }) => ({
          code,
          name,
          formerCodes: [...formerCodes, { code: formerCode, until: validFrom }],
        }));
      }
      case 'AgencyLeft':
        return this.change(event.data.key, () => ({ leftAt: event.data.leftAt }));
      case 'AgencyServicesListed':
        return this.change(event.data.key, () => ({ services: event.data.services }));
      case 'SlaPolicyChanged': {
        const { validFrom, policy, source, provincialSecretariat } = event.data;
        this.policies.push({ validFrom, policy, source, ...(provincialSecretariat && { provincialSecretariat }) });
        return;
      }
      case 'TaskForceFormed':
        this.formed.add(event.data.kabkota);
        this.known.add(event.data.kabkota);
        return;
      case 'TaskForceAbsenceRecorded':
      case 'TaskForceDissolved':
        this.formed.delete(event.data.kabkota);
        this.known.add(event.data.kabkota);
        return;
      case 'StaffEnrolled':
        this.members.set(event.data.staff, event.data);
        return;
      case 'StaffLeft':
        this.members.delete(event.data.staff);
        return;
      case 'CodeListPublished':
      case 'ConceptMapPublished':
      case 'HolidaysPublished':
      case 'RetentionPolicyChanged':
        return this.lists.apply(event);
    }
  }

  agency(key: AgencyKey): DirectoryAgency | undefined {
    return this.agencies.get(key);
  }

  all(): readonly DirectoryAgency[] {
    return [...this.agencies.values()];
  }

  taskForces(): readonly string[] {
    return [...this.formed].sort();
  }

  /** Kab/kota of which it is known whether they have a task force, with the answer. */
  coverage(): readonly { readonly kabkota: string; readonly formed: boolean }[] {
    return [...this.known].sort().map((kabkota) => ({ kabkota, formed: this.formed.has(kabkota) }));
  }

  /** One that a task force or an agency's area names, or the published list; of a province that the list does not cover, any. */
  knowsDistrict(kabkota: string, at: Instant): boolean {
    if (this.known.has(kabkota) || this.all().some(({ area }) => area === kabkota)) return true;
    const listed = (this.lists.codes('kabkota', at)?.codes ?? []).filter(({ code }) => code.slice(0, 2) === kabkota.slice(0, 2));
    return isInProvince(kabkota) && (listed.length === 0 || listed.some(({ code }) => code === kabkota));
  }

  /** By the code it bears now, or bore when it left; else by one that it bore, when only one agency did. */
  byCode(code: string): DirectoryAgency | undefined {
    const bearing = this.all().filter((agency) => agency.code === code);
    const bore = this.all().filter(({ formerCodes }) => formerCodes.some((former) => former.code === code));
    return bearing.find(({ leftAt }) => leftAt === undefined) ?? bearing.at(-1) ?? (bore.length === 1 ? bore[0] : undefined);
  }

  /** An agency that may be sent to at `at`: known, set up where it is on the platform, and not gone. */
  isActive(key: AgencyKey, at: Instant): boolean {
    const agency = this.agencies.get(key);
    return agency !== undefined && !this.hasLeft(key, at) && (!agency.onPlatform || agency.publicKeys !== undefined);
  }

  hasLeft(key: AgencyKey, at: Instant): boolean {
    const leftAt = this.agencies.get(key)?.leftAt;
    return leftAt !== undefined && msOfInstant(leftAt) <= msOfInstant(at);
  }

  /** The staff that an agency has enrolled. */
  staffOf(agency: AgencyKey): readonly { readonly staff: string; readonly roles: readonly string[] }[] {
    return [...this.members.values()].filter((member) => member.agency === agency);
  }

  /** The provincial secretariat that the latest policy names. */
  secretariat(): AgencyKey | undefined {
    return this.policies.at(-1)?.provincialSecretariat;
  }

  /** The policy valid at `at`: the latest `validFrom` not after it; of equal ones the later event. */
  policyAt(at: Instant): PolicyInForce | undefined {
    return inForce(this.policies, at);
  }

  /** The end of a limit that began at `start`, by the policy valid then and the holidays known. */
  dueAt(limit: LimitName, start: Instant): Instant {
    return dueAt(start, limitOf(limit, this.policyAt(start)), (on) => this.lists.isHoliday(on));
  }

  /** When the visits after a return are due, for one that took place at `at`. */
  afterCareAt(at: Instant): AfterCare {
    return afterCareOf(this.policyAt(at));
  }

  private change(key: AgencyKey, to: (agency: DirectoryAgency) => Partial<DirectoryAgency>): void {
    const agency = this.agencies.get(key);
    if (agency) this.put({ ...agency, ...to(agency) });
  }

  private put(agency: DirectoryAgency): void {
    this.agencies.set(agency.key, agency);
    for (const listener of this.listeners) listener(agency);
  }
}
