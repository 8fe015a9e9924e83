import { POLICE, SUBJECT } from '@satualur/contracts/cast';
import { subjectErased } from '@satualur/contracts/intake/examples';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { Heard } from '@satualur/service-host/reactions';
import { memoryVault } from '@satualur/vault/memory-vault';
import { servicesReactions } from '../services.reactions';

it('an erased person’s keys go from this service’s memory', async () => {
  const vault = memoryVault(POLICE);
  const forget = jest.spyOn(vault, 'forget');
  const heard = { log: POLICE, seq: 1, event: subjectErased() } as unknown as Heard;
  for (const reaction of servicesReactions)
    if (reaction.from === 'own-log' && reaction.on.includes('SubjectErased') && 'perform' in reaction)
      await reaction.perform(heard, { key: POLICE, vault } as Partial<OpenAgency> as OpenAgency);
  expect(forget.mock.calls).toEqual([[POLICE, SUBJECT, subjectErased().data.classes]]);
});
