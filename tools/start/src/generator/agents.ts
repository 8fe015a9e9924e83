import { at, LEFT, RENAMED, SUCCEEDED } from './calendar';

/** An invented agency: what it is called, and until when. */
export interface Agent {
  readonly codes: readonly { readonly code: string; readonly until: number }[];
  readonly orgType: string;
  readonly area: string;
  readonly decides?: string;
  readonly offPlatform?: true;
  readonly leftAt?: number;
}

const agent = (orgType: string, area: string, code: string, more: Partial<Agent> = {}): Agent => ({
  ...{ orgType, area, codes: [{ code, until: Infinity }] },
  ...more,
});

export const POLICE = agent('LawEnforcement', '6371', 'POL-6371', { decides: 'Police' });
export const SECRETARIAT = agent('LocalGovernmentOrganisation', '63', 'DP3AKB-63');
export const HOSPITAL = agent('HealthServiceOrganisation', '6371', 'RSUD Contoh / 6371');
export const SOCIAL = agent('LocalGovernmentOrganisation', '63', 'Dinsos Prov. №63 (é)');
export const LEGAL_AID = agent('LegalService', '63', 'LBH-63', { decides: 'NGO' });
export const ELSEWHERE = agent('LocalGovernmentOrganisation', '73', 'dinsos_73', { offPlatform: true });
/** Leaves the platform. */
export const SHELTER = agent('NGO', '63', 'LKS-63', { leftAt: LEFT });
/** Renamed; its first code is borne by another since. */
export const MIGRANTS = agent('CentralGovernmentOrganisation', '63', '', {
  codes: [
    { code: 'BP3TKI-63', until: RENAMED },
    { code: 'BP3MI-63', until: Infinity },
  ],
});
/** Comes to the platform when the code that it bears is free. */
export const NEWCOMER = agent('LocalGovernmentOrganisation', '6303', 'BP3TKI-63');
export const UNIT = agent('LocalGovernmentOrganisation', '6304', '', {
  codes: [
    { code: 'UPTD-6304', until: RENAMED },
    { code: 'UPTD PPA 6304', until: Infinity },
  ],
});
/** Takes, later, the code that the unit gave up. */
export const SUCCESSOR = agent('LocalGovernmentOrganisation', '6304', '', {
  codes: [
    { code: 'P2TP2A.6304', until: SUCCEEDED },
    { code: 'UPTD-6304', until: Infinity },
  ],
});

export const ALL_AGENTS: readonly Agent[] = [
  ...[POLICE, SECRETARIAT, HOSPITAL, SOCIAL, LEGAL_AID, ELSEWHERE, SHELTER, MIGRANTS, NEWCOMER, UNIT, SUCCESSOR],
];

/** The code that an agency bears at an instant. */
export const codeAt = ({ codes }: Agent, instant: number): string => codes.find(({ until }) => instant < until)!.code;

/** As a pack lists them. */
export const agencies = ALL_AGENTS.map(({ codes, orgType, area, decides, offPlatform, leftAt }) => {
  const code = codes.at(-1)!.code;
  const former = codes.slice(0, -1).map((one) => ({ code: one.code, until: at(one.until) }));
  return {
    ...{ code, name: `${code} (contoh)`, htcdsOrgType: orgType, area, onPlatform: offPlatform !== true },
    htcdsDecisionMakingOrg: decides ?? 'NonPoliceGovernmentalOrganization',
    ...(former.length > 0 && { formerCodes: former }),
    ...(leftAt !== undefined && { leftAt: at(leftAt) }),
  };
});
