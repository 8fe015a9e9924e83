import type { RegistryEvent, SlaPolicy } from '@satualur/contracts/registry/events';
import { type AgencyKey, type Instant, msOfInstant } from '@satualur/contracts/ids';

export interface DirectoryAgency {
  readonly key: AgencyKey;
  readonly code: string;
  readonly name: string;
  readonly area: string;
  readonly onPlatform: boolean;
  /** Set once its store, topics and keys exist. */
  readonly publicKeys?: Extract<RegistryEvent, { type: 'AgencyProvisioned' }>['data']['publicKeys'];
}

export interface PolicyInForce {
  readonly validFrom: Instant;
  readonly policy: SlaPolicy;
  readonly provincialSecretariat?: AgencyKey;
}

/** This process's copy of the registry, folded from `log.registry` at each start. */
export class Directory {
  private readonly agencies = new Map<AgencyKey, DirectoryAgency>();
  private readonly policies: PolicyInForce[] = [];
  private readonly formed = new Set<string>();
  private readonly listeners: ((agency: DirectoryAgency) => void)[] = [];

  /** Calls back for every agency registered or provisioned, also those known already. */
  onAgency(listener: (agency: DirectoryAgency) => void): void {
    this.listeners.push(listener);
    for (const agency of this.agencies.values()) listener(agency);
  }

  apply(event: RegistryEvent): void {
    switch (event.type) {
      case 'AgencyRegistered': {
        const { key, code, name, area, onPlatform } = event.data;
        this.put({ key, code, name, area, onPlatform });
        return;
      }
      case 'AgencyProvisioned': {
        const agency = this.agencies.get(event.data.key);
        if (agency) this.put({ ...agency, publicKeys: event.data.publicKeys });
        return;
      }
      case 'SlaPolicyChanged': {
        const { validFrom, policy, provincialSecretariat } = event.data;
        this.policies.push({ validFrom, policy, ...(provincialSecretariat && { provincialSecretariat }) });
        return;
      }
      case 'TaskForceFormed':
        this.formed.add(event.data.kabkota);
        return;
      case 'TaskForceAbsenceRecorded':
        this.formed.delete(event.data.kabkota);
        return;
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

  byCode(code: string): DirectoryAgency | undefined {
    return this.all().find((agency) => agency.code === code);
  }

  /** The provincial secretariat that the latest policy names. */
  secretariat(): AgencyKey | undefined {
    return this.policies.at(-1)?.provincialSecretariat;
  }

  /** The policy valid at `at`: the latest `validFrom` not after it; of equal ones the later event. */
  policyAt(at: Instant): PolicyInForce | undefined {
    const inForce = this.policies.filter((policy) => msOfInstant(policy.validFrom) <= msOfInstant(at));
    return inForce.reduce<PolicyInForce | undefined>(
      (latest, policy) => (latest && msOfInstant(latest.validFrom) > msOfInstant(policy.validFrom) ? latest : policy),
      undefined,
    );
  }

  private put(agency: DirectoryAgency): void {
    this.agencies.set(agency.key, agency);
    for (const listener of this.listeners) listener(agency);
  }
}
