import type { Input } from './inputs';
import type { Pack } from './pack';

/** The pack's numbers that an input is about; none for one that bears on everybody. */
function refsOf(input: Input): readonly string[] {
  switch (input.do) {
    case 'enter-platform':
    case 'rename-agency':
    case 'leave-platform':
      return [];
    case 'register-record':
    case 'void-record':
      return [input.record.recordId];
    case 'update-record':
      return [input.update.recordId];
    case 'register-case-event':
      return [`case ${input.event.caseRef}`];
    case 'grant-consent':
      return [input.grant.recordId];
    case 'withdraw-consent':
    case 'confirm-stop':
    case 'claim-restitution':
    case 'award-restitution':
    case 'notify-verdict':
    case 'pay-restitution':
      return [input.ref];
    case 'refused':
      return [input.refused.referralId ?? input.refused.fromRecord ?? ''];
    case 'send-batch':
      return input.referrals.map(({ referralId }) => referralId);
    default:
      return [input.referral.referralId];
  }
}

/** Which of a pack's numbers belong together: what happens to one may bear on another. */
export class Stories {
  private readonly parents = new Map<string, string>();

  constructor({ records, referrals }: Pack) {
    for (const { recordId, viaReferral, caseRef } of records) {
      if (viaReferral != null) this.join(recordId, viaReferral);
      if (caseRef !== undefined) this.join(recordId, `case ${caseRef}`);
    }
    for (const { referralId, fromRecord, recipientRecord, supersedes, serviceApplicationId } of referrals)
      for (const other of [fromRecord, recipientRecord, supersedes, serviceApplicationId])
        if (other != null) this.join(referralId, other);
  }

  /** The stories an input is part of: those of all lines for a batch, none for one that bears on everybody. */
  of(input: Input): readonly string[] {
    return [...new Set(refsOf(input).map((ref) => this.root(ref)))];
  }

  private root(ref: string): string {
    let root = ref;
    for (let above = this.parents.get(root); above !== undefined; above = this.parents.get(root)) root = above;
    if (root !== ref) this.parents.set(ref, root);
    return root;
  }

  private join(one: string, other: string): void {
    const [a, b] = [this.root(one), this.root(other)];
    if (a !== b) this.parents.set(a, b);
  }
}

interface Turn {
  readonly wave: number;
  readonly inputs: Input[];
}

/** An application and the referral sent under it are decided in one store, and follow each other. */
const isSentUnder = (application: Input | undefined, input: Input): boolean =>
  application?.do === 'apply-for-services' && input.do === 'send' && application.ref === input.ref;

/**
 * The inputs of one instant in waves: those of a wave bear on different stories, so that they may be played at once; between two waves
 * everything comes to rest.
 */
export function wavesOf(inputs: readonly Input[], stories: Stories): readonly (readonly Input[][])[] {
  const waves: Input[][][] = [];
  const last = new Map<string, Turn>();
  let closed = 0;
  for (const input of inputs) {
    const own = stories.of(input);
    const before = own.flatMap((story) => last.get(story) ?? []);
    const [previous] = before;
    if (previous && previous.wave >= closed && isSentUnder(previous.inputs.at(-1), input)) {
      previous.inputs.push(input);
      continue;
    }
    const wave = own.length === 0 ? waves.length : Math.max(closed, ...before.map((turn) => turn.wave + 1));
    if (own.length === 0) closed = wave + 1;
    const turn = { wave, inputs: [input] };
    (waves[wave] ??= []).push(turn.inputs);
    for (const story of own) last.set(story, turn);
  }
  return waves;
}
