import { uuidOfStream } from '@satualur/contracts/ids';
import { instantNow } from '@satualur/event-store/clock';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { CommandReaction } from '@satualur/service-host/reactions';
import { decideOut } from '../both-halves';
import { recordFacts } from '../domain/record-facts';
import { sentOfRecord } from '../rows/referral-queries';

/** The own record says otherwise how the person may be reached: so do its referrals, as it stands by now. */
export const contactRuleSet: CommandReaction<OpenAgency> = {
  name: 'contact-rule-set',
  from: 'own-log',
  on: ['SafeContactRuleSet'],
  async react({ envelope }, unit, { rows, clock }) {
    const { contact } = await unit.peek(envelope.subject, recordFacts);
    if (!contact) return;
    for (const id of await sentOfRecord(rows, uuidOfStream(envelope.subject)))
      await decideOut(unit, id, { type: 'ChangeContact', contact }, instantNow(clock));
  },
};
