import type { Input } from './inputs';
import { msOf } from './instants';
import type { Pack, PackReferral } from './pack';
import { agencyNamed } from './pack-agencies';

const idOf = ({ referralId }: PackReferral): string => referralId;

/** Who holds a place that only one open referral may hold: the victim's record, the service and the recipient. */
function placeOf(pack: Pack, { fromRecord, serviceCategory, toAgency, sentAt }: PackReferral): string {
  const recipient = agencyNamed(pack, toAgency, msOf(sentAt))?.code ?? toAgency;
  return `${fromRecord} ${serviceCategory} ${recipient}`;
}

/** By referral, those that must be over before it is sent: the one it supersedes, and any sent before it that holds its place. */
function predecessorsIn(pack: Pack): ReadonlyMap<string, readonly string[]> {
  const byPlace = new Map<string, PackReferral[]>();
  for (const referral of pack.referrals) {
    const place = placeOf(pack, referral);
    byPlace.set(place, [...(byPlace.get(place) ?? []), referral]);
  }
  return new Map(
    pack.referrals.map((referral) => {
      const rivals = byPlace.get(placeOf(pack, referral))!.filter(({ sentAt }) => msOf(sentAt) < msOf(referral.sentAt));
      return [referral.referralId, [...rivals.map(idOf), ...(referral.supersedes === undefined ? [] : [referral.supersedes])]];
    }),
  );
}

/** What an input brings about and what it needs, by name. */
interface Bond {
  readonly makes: readonly string[];
  readonly needs: readonly string[];
}

/** What inputs need of each other: FORMAT 1.8 orders an instant by kind and number, which knows nothing of that. */
export class Bonds {
  private readonly predecessors: ReadonlyMap<string, readonly string[]>;
  private readonly sentFrom = new Map<string, PackReferral[]>();

  constructor(pack: Pack) {
    this.predecessors = predecessorsIn(pack);
    for (const referral of pack.referrals)
      this.sentFrom.set(referral.fromRecord, [...(this.sentFrom.get(referral.fromRecord) ?? []), referral]);
  }

  of(input: Input): Bond {
    switch (input.do) {
      case 'register-record': {
        const { recordId, viaReferral } = input.record;
        return { makes: [`record ${recordId}`], needs: viaReferral == null ? [] : [`accept ${viaReferral}`] };
      }
      case 'void-record':
        return { makes: [], needs: [`record ${input.record.recordId}`] };
      case 'update-record':
        return { makes: [], needs: [`record ${input.update.recordId}`] };
      case 'grant-consent':
        return { makes: [`grant ${input.grant.recordId}`], needs: [`record ${input.grant.recordId}`] };
      case 'withdraw-consent':
        return this.ofWithdrawal(input.ref);
      case 'confirm-stop':
        return this.ofStop(input.ref);
      case 'send-batch':
        return merged(input.referrals.map((referral) => this.ofSending(referral)));
      case 'apply-for-services':
      case 'send':
      case 'acknowledge':
      case 'accept':
      case 'reject':
      case 'withdraw':
      case 'start-service':
      case 'complete-service':
      case 'terminate':
        return this.ofStep(input);
      case 'claim-restitution':
      case 'award-restitution':
      case 'notify-verdict':
      case 'pay-restitution':
        return { makes: [], needs: [`record ${input.ref}`] };
      case 'enter-platform':
      case 'rename-agency':
      case 'leave-platform':
      case 'register-case-event':
      case 'refused':
        return { makes: [], needs: [] };
    }
  }

  private ofStep({ do: step, referral }: Extract<Input, { readonly referral: PackReferral }>): Bond {
    const { referralId: id, fromRecord, serviceApplicationId, recipientRecord } = referral;
    const before = (...steps: string[]) => steps.map((name) => `${name} ${id}`);
    switch (step) {
      case 'apply-for-services':
        return { makes: [`application ${serviceApplicationId}`], needs: [`record ${fromRecord}`] };
      case 'send':
        return this.ofSending(referral);
      case 'acknowledge':
        return { makes: before(step), needs: before('send') };
      case 'accept':
        return { makes: before(step), needs: [...before('send', 'acknowledge'), `record ${recipientRecord}`] };
      case 'reject':
      case 'withdraw':
        return { makes: before('over'), needs: before('send', 'acknowledge') };
      case 'start-service':
        return { makes: before(step), needs: before('accept') };
      case 'complete-service':
      case 'terminate':
        return { makes: before('over'), needs: before('accept', 'start-service') };
    }
  }

  private ofSending({ referralId: id, fromRecord, serviceApplicationId }: PackReferral): Bond {
    const over = this.predecessors.get(id)!.map((other) => `over ${other}`);
    return {
      makes: [`send ${id}`],
      needs: [`record ${fromRecord}`, `grant ${fromRecord}`, `application ${serviceApplicationId}`, ...over],
    };
  }

  /** It ends what is undecided of that record's referrals on consent. */
  private ofWithdrawal(record: string): Bond {
    const ended = this.endedByConsent(record, 'Withdrawn');
    const needs = [`record ${record}`, `grant ${record}`, ...ended.map((id) => `send ${id}`)];
    return { makes: [`stop asked ${record}`, ...ended.map((id) => `over ${id}`)], needs };
  }

  private ofStop(record: string): Bond {
    const ended = this.endedByConsent(record, 'Accepted');
    const needs = [`stop asked ${record}`, ...ended.flatMap((id) => [`accept ${id}`, `start-service ${id}`])];
    return { makes: ended.map((id) => `over ${id}`), needs };
  }

  /** What was decided so before consent ended it. */
  private endedByConsent(record: string, decided: PackReferral['decision']): readonly string[] {
    const sent = this.sentFrom.get(record) ?? [];
    const ended = sent.filter(({ legalBasis, reason }) => legalBasis === 'Consent' && reason === 'ConsentWithdrawn');
    return ended.filter(({ decision }) => decision === decided).map(idOf);
  }
}

const merged = (bonds: readonly Bond[]): Bond => ({
  makes: bonds.flatMap(({ makes }) => makes),
  needs: bonds.flatMap(({ needs }) => needs),
});

/** The inputs of one instant, each after what it needs of that instant, and otherwise in the order given. */
export function inOrderOfNeed(inputs: readonly Input[], bonds: Bonds): readonly Input[] {
  if (inputs.length < 2) return inputs;
  const needs = new Map<Input, readonly string[]>();
  const makers = new Map<string, Input[]>();
  for (const input of inputs) {
    const bond = bonds.of(input);
    needs.set(input, bond.needs);
    for (const name of bond.makes) makers.set(name, [...(makers.get(name) ?? []), input]);
  }
  const placed = new Set<Input>();
  const ordered: Input[] = [];
  const place = (input: Input): void => {
    if (placed.has(input)) return;
    placed.add(input);
    for (const name of needs.get(input)!) for (const maker of makers.get(name) ?? []) place(maker);
    ordered.push(input);
  };
  inputs.forEach(place);
  return ordered;
}
