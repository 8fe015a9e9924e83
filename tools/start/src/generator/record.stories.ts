import { HOSPITAL, MIGRANTS, POLICE, SECRETARIAT, SOCIAL } from './agents';
import { at, DAY, HOUR } from './calendar';
import { served, type Story } from './referral.stories';

/** Known days after it was recorded; its update is there before it. */
const lateKnown: Story = (history, start) => {
  const nik = { nik: `6399${String(start).slice(1, 13)}` };
  const record = history.record(MIGRANTS, start, { receivedAt: at(start + 2 * DAY) }, nik);
  history.updates.push({
    ...{ recordId: record, at: at(start + HOUR), receivedAt: at(start + DAY), kind: 'StatusDetermined' },
    assertions: { traffickingStatus: 'ActualVictimOfTrafficking' },
  });
  const sent = start + 3 * DAY;
  history.referral(MIGRANTS, record, sent, served(SOCIAL, 'SocialRehabilitation', sent, { requested: start + HOUR }));
};

const clockAhead: Story = (history, start) => {
  const record = history.record(HOSPITAL, start + 3 * HOUR, { receivedAt: at(start) });
  const kinds = [
    ['FieldsCorrected', { sex: 'F' }],
    ['FieldsAsserted', { originKabkota: '6371', exploitation: ['ForcedLabour'] }],
  ] as const;
  kinds.forEach(([kind, assertions], index) =>
    history.updates.push({ recordId: record, at: at(start + (5 + index) * HOUR), kind, assertions }),
  );
};

const inError: Story = (history, start) => {
  history.record(POLICE, start, { voidedAt: at(start + DAY), evidenceHash: 'a'.repeat(64) });
  const caseRef = `CASE-${start % 97}`;
  for (const [hours, victimCount] of [
    [0, 3],
    [30, 2],
  ] as const)
    history.caseEvents.push({ caseRef, agency: 'POL-6371', recordedAt: at(start + hours * HOUR), victimCount });
};

/** Paid in full, in part and late, not at all, not yet awarded. */
const restitution: Story = (history, start, turn) => {
  const record = history.record(SECRETARIAT, start);
  const claimed = start + 2 * DAY;
  const notified = claimed + 2 * DAY + 5 * HOUR;
  const amounts = { claimed: 9_000_000, awarded: 8_000_000 };
  switch (turn % 4) {
    case 0:
      return history.claim(record, claimed, { ...amounts, paid: [5_000_000, 3_000_000] }, notified);
    case 1:
      return history.claim(record, claimed, { ...amounts, paid: [2_500_000] }, notified);
    case 2:
      return history.claim(record, claimed, amounts);
    default:
      return history.claim(record, claimed, { claimed: 4_000_000 });
  }
};

export const recordStories: readonly Story[] = [
  ...[lateKnown, clockAhead, inError, restitution, restitution, restitution, restitution],
];
