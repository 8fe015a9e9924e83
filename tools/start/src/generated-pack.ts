/** Mulberry32: the same numbers for the same seed everywhere. */
function drawing(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WITA = 8 * HOUR;
const ms = (local: string): number => Date.parse(`${local}T00:00:00+08:00`);
const FROM = ms('2026-01-01');
const A = ms('2026-07-01');
const B = ms('2026-07-20');
const RENAMED = ms('2026-03-01');
const LEFT = ms('2026-05-01');
/** RFC 3339 in WITA. */
const at = (instant: number): string => `${new Date(instant + WITA).toISOString().slice(0, 19)}+08:00`;

const agency = (code: string, orgType: string, area: string, more: object = {}): object => ({
  ...{ code, name: `${code} (contoh)`, htcdsOrgType: orgType, htcdsDecisionMakingOrg: 'NonPoliceGovernmentalOrganization' },
  ...{ area, onPlatform: true },
  ...more,
});

const agencies = [
  agency('DP3AKB-63', 'LocalGovernmentOrganisation', '63'),
  agency('POL-6371', 'LawEnforcement', '6371', { htcdsDecisionMakingOrg: 'Police' }),
  agency('RS-6371', 'HealthServiceOrganisation', '6371'),
  agency('DINSOS-63', 'LocalGovernmentOrganisation', '63'),
  agency('LBH-63', 'LegalService', '63', { htcdsDecisionMakingOrg: 'NGO' }),
  agency('LKS-63', 'NGO', '63', { leftAt: at(LEFT) }),
  agency('BP3MI-63', 'CentralGovernmentOrganisation', '63', { formerCodes: [{ code: 'BP3TKI-63', until: at(RENAMED) }] }),
  agency('DINSOS-73', 'LocalGovernmentOrganisation', '73', { onPlatform: false }),
];

interface Life {
  readonly toAgency: string;
  readonly service: string;
  readonly ack?: number;
  readonly decision: 'Accepted' | 'Rejected' | 'Withdrawn' | 'Expired';
  readonly decided: number;
  readonly started?: number;
  readonly closed?: number;
  readonly closedAs?: string;
  readonly reason?: string;
  readonly more?: object;
}
const STATUTORY = new Set(['HealthRehabilitation', 'SocialRehabilitation', 'Repatriation', 'Reintegration']);

/** State as of T: everything strictly before it (FORMAT 7). */
function stateAt(sent: number, life: Life, instant: number): string | null {
  if (sent >= instant) return null;
  const { ack = Infinity, decided, decision, started = Infinity, closed = Infinity, closedAs } = life;
  if (closed < instant && closedAs !== undefined) return closedAs;
  if (started < instant) return 'InService';
  if (decided < instant) return decision;
  return ack < instant ? 'Acknowledged' : 'Sent';
}

/** One victim's history under construction. */
class Writer {
  readonly records: object[] = [];
  readonly updates: object[] = [];
  readonly referrals: object[] = [];
  readonly consents: object[] = [];
  readonly restitution: object[] = [];
  readonly caseEvents: object[] = [];
  readonly refusedCommands: object[] = [];
  private numbers = 0;

  constructor(readonly random: () => number) {}

  record(owner: string, recorded: number, more: Readonly<Record<string, unknown>> = {}, values: object = {}): string {
    const recordId = `R-${String(this.records.length + 1).padStart(6, '0')}`;
    const name = `Fiktif ${String.fromCharCode(65 + (this.numbers++ % 26))}${this.numbers}`;
    const assertions = { name, role: 'victim', sex: this.random() < 0.5 ? 'F' : 'M', ...values };
    this.records.push({ recordId, agency: owner, recordedAt: at(recorded), viaReferral: null, ...more, assertions });
    return recordId;
  }

  referral(fromAgency: string, fromRecord: string, sent: number, life: Life, over: object = {}): string {
    const referralId = `F-${String(this.referrals.length + 1).padStart(6, '0')}`;
    const { toAgency, service, ack, decision, decided, started, closed, closedAs, reason, more } = life;
    const when = (instant: number | undefined) => (instant === undefined || instant >= B ? null : at(instant));
    const final = decision !== 'Accepted';
    this.referrals.push({
      ...{ referralId, fromAgency, fromRecord, toAgency, external: false, serviceCategory: service },
      serviceApplicationId: STATUTORY.has(service) ? `SA-${referralId}` : null,
      ...{ legalBasis: 'PublicTask', requestedAt: at(sent - HOUR), sentAt: at(sent), acknowledgedAt: when(ack) },
      ...{ decision, decidedAt: at(decided), serviceStartedAt: when(started) },
      closedAt: final ? at(decided) : when(closed),
      closedAs: final ? decision : closed === undefined || closed >= B ? null : (closedAs ?? null),
      ...{ reason: reason ?? null, statusAtA: stateAt(sent, life, A), statusAtB: stateAt(sent, life, B) },
      ...more,
      ...over,
    });
    return referralId;
  }

  refuse(instant: number, agencyCode: string, command: string, because: string, target: object): void {
    this.refusedCommands.push({ at: at(instant), agency: agencyCode, command, because, ...target });
  }
}

type Story = (writer: Writer, start: number) => void;

const served = (toAgency: string, service: string, sent: number, more: object = {}): Life => ({
  ...{ toAgency, service, ack: sent + 4 * HOUR, decision: 'Accepted', decided: sent + 20 * HOUR },
  ...{ started: sent + 40 * HOUR, closed: sent + 20 * DAY, closedAs: 'Completed', more },
});

const completed: Story = (writer, start) => {
  const record = writer.record('POL-6371', start, { caseRef: `CASE-${start % 97}` });
  const sent = start + 2 * HOUR;
  const referral = writer.referral(
    'POL-6371',
    record,
    sent,
    served('DINSOS-63', 'SocialRehabilitation', sent, { batchId: 'B-1' }),
  );
  writer.record('DINSOS-63', sent + 20 * HOUR, { viaReferral: referral });
  if (sent + 50 * HOUR < B)
    writer.refuse(sent + 50 * HOUR, 'DINSOS-63', 'RejectReferral', 'IllegalTransition', { referralId: referral });
  const again = { fromRecord: record, toAgency: 'DINSOS-63', serviceCategory: 'SocialRehabilitation', legalBasis: 'PublicTask' };
  writer.refuse(sent + HOUR, 'POL-6371', 'SendReferral', 'DuplicateOpen', again);
};

const expired: Story = (writer, start) => {
  const record = writer.record('POL-6371', start);
  const sent = start + HOUR;
  const life: Life = {
    toAgency: 'RS-6371',
    service: 'LegalAid',
    decision: 'Expired',
    decided: sent + 72 * HOUR,
    reason: 'NoResponse',
  };
  const first = writer.referral('POL-6371', record, sent, life);
  if (sent + 80 * HOUR < B) writer.refuse(sent + 80 * HOUR, 'RS-6371', 'AcceptReferral', 'Expired', { referralId: first });
  const again = sent + 74 * HOUR;
  writer.referral('POL-6371', record, again, served('LBH-63', 'LegalAid', again), { supersedes: first, requestedAt: at(sent) });
};

const rejected: Story = (writer, start) => {
  const record = writer.record('DP3AKB-63', start);
  const sent = start + HOUR;
  const life: Life = {
    ...{ toAgency: 'DINSOS-63', service: 'SocialRehabilitation', ack: sent + 30 * HOUR },
    ...{ decision: 'Rejected', decided: sent + 40 * HOUR, reason: 'CapacityFull' },
  };
  const first = writer.referral('DP3AKB-63', record, sent, life);
  const again = sent + 50 * HOUR;
  const chain = { supersedes: first, serviceApplicationId: `SA-${first}`, requestedAt: at(sent - HOUR) };
  const to = again + 30 * DAY < LEFT ? 'LKS-63' : 'DINSOS-63';
  writer.referral('DP3AKB-63', record, again, served(to, 'SocialRehabilitation', again), chain);
};

const consented: Story = (writer, start) => {
  const record = writer.record('RS-6371', start);
  const sent = start + 2 * HOUR;
  const recipient = start < RENAMED - 10 * DAY ? 'BP3TKI-63' : 'BP3MI-63';
  const grant = { recordId: record, grantedAt: at(sent), givenBy: 'self', recipients: [recipient, 'LBH-63'] };
  writer.consents.push({ ...grant, purposes: ['MigrantWorkerProtection', 'LegalAid'] });
  const withdrawn = sent + 10 * HOUR;
  const confirmed = withdrawn + 20 * HOUR;
  const undecided = writer.random() < 0.5;
  const life: Life = undecided
    ? {
        toAgency: recipient,
        service: 'MigrantWorkerProtection',
        decision: 'Withdrawn',
        decided: withdrawn,
        reason: 'ConsentWithdrawn',
      }
    : {
        ...{ toAgency: recipient, service: 'MigrantWorkerProtection', decision: 'Accepted', decided: sent + 3 * HOUR },
        ...{ closed: confirmed, closedAs: 'Terminated', reason: 'ConsentWithdrawn' },
      };
  writer.referral('RS-6371', record, sent, life, { legalBasis: 'Consent' });
  const stop = { recordId: record, withdrawnAt: at(withdrawn), recipient };
  writer.consents.push({ ...stop, recipientConfirmedStopAt: confirmed < B ? at(confirmed) : null });
  const again = { fromRecord: record, toAgency: recipient, serviceCategory: 'MigrantWorkerProtection', legalBasis: 'Consent' };
  writer.refuse(withdrawn + HOUR, 'RS-6371', 'SendReferral', 'ConsentWithdrawn', again);
};

const abroad: Story = (writer, start) => {
  const record = writer.record('DINSOS-63', start);
  const sent = start + HOUR;
  const proxy = { external: true, proxiedBy: 'DINSOS-63', evidenceRef: 'SURAT/FIKTIF/1/2026' };
  writer.referral('DINSOS-63', record, sent, served('DINSOS-73', 'Repatriation', sent, proxy));
};

const routed: Story = (writer, start) => {
  const record = writer.record('POL-6371', start);
  const sent = start + HOUR;
  const route = { requestedTarget: 'GT-6305', routingReason: 'NoTaskForce' };
  writer.referral('POL-6371', record, sent, served('DP3AKB-63', 'Coordination', sent, route));
};

const declined: Story = (writer, start) => {
  const record = writer.record('POL-6371', start);
  const sent = start + HOUR;
  const life: Life = {
    ...{ toAgency: 'DINSOS-63', service: 'SocialRehabilitation', decision: 'Accepted', decided: sent + HOUR },
    ...{ closed: sent + 30 * HOUR, closedAs: 'Terminated', reason: 'VictimDeclined' },
  };
  writer.referral('POL-6371', record, sent, life);
  const other = sent + 3 * HOUR;
  writer.referral('POL-6371', record, other, {
    ...{
      toAgency: 'LBH-63',
      service: 'LegalAid',
      ack: other + HOUR,
      decision: 'Withdrawn',
      decided: other + 5 * HOUR,
      reason: 'MovedAway',
    },
  });
};

const lateKnown: Story = (writer, start) => {
  const record = writer.record(
    'BP3MI-63',
    start,
    { receivedAt: at(start + 2 * DAY) },
    { nik: `6399${String(start).slice(1, 13)}` },
  );
  writer.updates.push({
    ...{ recordId: record, at: at(start + HOUR), receivedAt: at(start + DAY), kind: 'StatusDetermined' },
    assertions: { traffickingStatus: 'ActualVictimOfTrafficking' },
  });
  const claimedAt = start + 5 * DAY;
  writer.restitution.push({
    ...{ recordId: record, claimed: 9_000_000, claimedAt: at(claimedAt), awarded: 8_000_000, awardedAt: at(claimedAt + DAY) },
    ...{ finalVerdictNotifiedAt: at(claimedAt + 2 * DAY), payments: [{ at: at(claimedAt + 3 * DAY), amount: 8_000_000 }] },
  });
};

const inError: Story = (writer, start) => {
  writer.record('POL-6371', start, { voidedAt: at(start + DAY), evidenceHash: 'a'.repeat(64) });
  writer.caseEvents.push({ caseRef: `CASE-${start % 97}`, agency: 'POL-6371', recordedAt: at(start), victimCount: 3 });
};

const suspected: Story = (writer, start) => {
  const caseRef = `CASE-G-${start}`;
  const nik = '6399010101800001';
  writer.record('DP3AKB-63', start, { caseRef }, { role: 'perpetrator', nik });
  const child = writer.record('DP3AKB-63', start + HOUR, { caseRef });
  const grant = {
    recordId: child,
    grantedAt: at(start + 2 * HOUR),
    givenBy: 'guardian',
    guardianNik: nik,
    recipients: ['LBH-63'],
  };
  writer.consents.push({ ...grant, purposes: ['LegalAid'] });
  const send = { fromRecord: child, toAgency: 'LBH-63', serviceCategory: 'LegalAid', legalBasis: 'Consent' };
  writer.refuse(start + 3 * HOUR, 'DP3AKB-63', 'SendReferral', 'GuardianConflict', send);
};

const afterLeaving: Story = (writer, start) => {
  const record = writer.record('POL-6371', start);
  const send = { fromRecord: record, toAgency: 'LKS-63', serviceCategory: 'CaseManagement', legalBasis: 'PublicTask' };
  writer.refuse(Math.max(start + HOUR, LEFT + DAY), 'POL-6371', 'SendReferral', 'RecipientInactive', send);
};

const STORIES: readonly Story[] = [
  ...[completed, completed, completed, expired, rejected, consented, abroad, routed, declined],
  ...[lateKnown, inError, suspected, afterLeaving],
];

/**
 * An acceptance pack of format 1 with an invented history of `victims` stories, the same for the same seed; its answers are the states
 * of its referrals at A and B. Nobody in it exists.
 */
export function generatedPack(victims: number, seed: number): object {
  const writer = new Writer(drawing(seed));
  const length = A - 12 * DAY - FROM;
  for (let index = 0; index < victims; index++) {
    const start = FROM + Math.floor((length * index) / victims / 60_000) * 60_000 + 9 * HOUR;
    STORIES[index % STORIES.length]!(writer, start);
  }
  const { records, updates, referrals, consents, restitution, caseEvents, refusedCommands } = writer;
  return {
    ...{ pack: `generated-${victims}-${seed}`, formatVersion: 1, timezone: 'Asia/Makassar' },
    ...{ period: { from: '2026-01-01', to: '2026-07-01' }, asOf: { A: at(A), B: at(B) } },
    policies: {
      ...{ acknowledgeHours: 24, decideHours: 72, stopConfirmHours: 72, statutoryDays: 7, statutoryDayEnds: 'Elapsed24h' },
      ...{ restitutionDays: 14, publicThreshold: 5, provincialSecretariat: 'DP3AKB-63' },
    },
    ...{ population: 4_000_000, agencies, taskForces: [{ kabkota: '6305', exists: false }] },
    ...{ records, updates, referrals, consents, restitution, caseEvents, refusedCommands },
  };
}
