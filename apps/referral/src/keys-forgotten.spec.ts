import { HOSPITAL, OTHER_HOSPITAL, POLICE } from '@satualur/contracts/cast';
import { streamOf } from '@satualur/contracts/ids';
import { subjectErased } from '@satualur/contracts/intake/examples';
import type { Acts, Case } from './cell.acts';
import type { Cell } from './cell.world';
import { classesFor } from './domain/grant';
import { sendingWorld } from './sending.world';

let cell: Cell;
let acts: Acts;
let of: Case;
beforeEach(async () => ({ cell, acts, of } = await sendingWorld()));
afterEach(() => jest.restoreAllMocks());

it('an erased person’s keys go from the sender’s memory and from the recipient’s', async () => {
  await acts.send(of);
  await cell.settle();
  const [sender, recipient] = [POLICE, HOSPITAL].map((key) => jest.spyOn(cell.agencies.get(key)!.open.vault, 'forget'));
  const classes = ['identity', 'narrative', 'medical', 'legal', 'shelter'] as const;
  const erased = subjectErased({ subject: of.subject, classes: [...classes] }, { caseid: of.caseid });
  await cell.write(POLICE, 'intake', streamOf('record', of.record), erased);
  await cell.settle();
  expect(sender!.mock.calls).toEqual([[POLICE, of.subject, classes]]);
  expect(recipient!.mock.calls).toEqual([[POLICE, of.subject, classesFor('LegalAid')]]);
});

it('keys under a consent that is withdrawn go from the recipient’s memory at once, and again when they are destroyed', async () => {
  await acts.grantConsent(of, [HOSPITAL, OTHER_HOSPITAL], ['LegalAid', 'Coordination']);
  await acts.send(of, { legalBasis: 'Consent' });
  await cell.settle();
  const forget = jest.spyOn(cell.agencies.get(HOSPITAL)!.open.vault, 'forget');
  const classes = classesFor('LegalAid');
  await acts.withdrawConsent(of, [HOSPITAL]);
  await cell.settle();
  const granted = { from: POLICE, subject: of.subject, classes };
  expect(forget.mock.calls).toEqual([[POLICE, of.subject, classes]]);
  const destroyed = { grant: cell.ids.next(), ...granted, because: 'ConsentWithdrawn' };
  const event = { type: 'GrantedKeysDestroyed', data: destroyed, audience: [POLICE] } as never;
  await cell.write(HOSPITAL, 'intake', streamOf('keys', cell.ids.next()), event);
  await cell.settle();
  expect(forget.mock.calls).toEqual([
    [POLICE, of.subject, classes],
    [POLICE, of.subject, classes],
  ]);
});
