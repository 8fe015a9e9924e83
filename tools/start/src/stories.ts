import type { Input } from './inputs';
import type { Pack } from './pack';

/** The pack's numbers that an input is about. */
function refsOf(input: Input): readonly string[] {
  switch (input.do) {
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

  /** Undefined for an input that bears on all of them. */
  of(input: Input): string | undefined {
    const [ref] = refsOf(input);
    return ref === undefined ? undefined : this.root(ref);
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

/**
 * The inputs of one instant in waves: those of a wave bear on different stories, so that they may be played at once; between two waves
 * everything comes to rest. An application and the referral sent under it are decided in one store, and follow each other.
 */
export function wavesOf(inputs: readonly Input[], stories: Stories): readonly (readonly Input[][])[] {
  const waves: Input[][][] = [];
  const last = new Map<string | undefined, { readonly wave: number; readonly turn: Input[] }>();
  let closed = 0;
  for (const input of inputs) {
    const story = stories.of(input);
    const before = last.get(story);
    const previous = before?.turn.at(-1);
    if (before && previous?.do === 'apply-for-services' && input.do === 'send' && previous.ref === input.ref) {
      before.turn.push(input);
      continue;
    }
    const wave = story === undefined ? waves.length : Math.max(closed, before === undefined ? 0 : before.wave + 1);
    if (story === undefined) closed = wave + 1;
    const turn = [input];
    (waves[wave] ??= []).push(turn);
    last.set(story, { wave, turn });
  }
  return waves;
}
