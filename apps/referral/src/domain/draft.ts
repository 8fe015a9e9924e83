import { caseOf } from '@satualur/contracts/event';
import type { ReferralOutEvent } from '@satualur/contracts/referral/events';
import { type Must, mustHold } from '@satualur/decider/decider';
import type { RecordFacts } from './record-facts';
import { mustBeReferable, type SendingRule } from './sending';

export type DraftContent = Extract<ReferralOutEvent, { type: 'ReferralDrafted' }>['data'];

export type DraftCommand =
  | { readonly type: 'DraftReferral'; readonly content: DraftContent; readonly record: RecordFacts }
  | { readonly type: 'EditReferral'; readonly content: DraftContent; readonly record: RecordFacts }
  | { readonly type: 'DiscardDraft' };

export type DraftRule = SendingRule | 'already-drafted' | 'referral-unknown' | 'illegal-transition';
const must: Must<DraftRule> = mustHold;

/** What becomes of a referral before it is sent. */
export interface Draft {
  readonly draft?: DraftContent & Pick<ReferralOutEvent, 'caseid'>;
  readonly discarded?: true;
}

/** `state`: where the referral stands, undefined when there is none. A draft is sent with the same id, or discarded and gone. */
export function decideDraft(command: DraftCommand, { draft }: Draft, state: string | undefined): readonly ReferralOutEvent[] {
  if (command.type === 'DraftReferral') must(state === undefined, 'already-drafted', { state: state ?? '' });
  else {
    must(state !== undefined, 'referral-unknown');
    must(state === 'Draft', 'illegal-transition', { state });
  }
  if (command.type === 'DiscardDraft') return [{ type: 'ReferralDraftDiscarded', data: {}, ...caseOf(draft ?? {}) }];
  mustBeReferable(command.record);
  const type = command.type === 'DraftReferral' ? 'ReferralDrafted' : 'ReferralEdited';
  return [{ type, data: command.content, ...caseOf(command.record) }];
}
