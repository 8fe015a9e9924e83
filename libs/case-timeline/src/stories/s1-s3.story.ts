import type { CaseId } from '@satualur/contracts/ids';
import { idOf } from '@satualur/contracts/testing';
import { apply, base, type Plan, ReferralStory, register } from './referral.story';
import { Story } from './story';

const possible = { value: 'PossibleVictimOfTrafficking', method: 'SelfDeclared' } as const;
const actual = { value: 'ActualVictimOfTrafficking', method: 'SelfDeclared' } as const;
const forms = (...value: ('ForcedLabour' | 'SexualExploitation')[]) => ({ value, method: 'SelfDeclared' as const });
const nothing = { exploitation: undefined, traffickingStatus: undefined } as never;

/** Scenario S3 of the acceptance pack: nobody answers, the referral is rerouted under one clock. */
export function storyS3(): Story {
  const story = new Story(idOf('case S3') as CaseId);
  const fisherman = { exploitation: forms('ForcedLabour'), traffickingStatus: actual };
  const health = { from: 'pol-6310', record: 'R-0301', service: 'HealthRehabilitation', application: 'SA-02' } as const;
  const first: Plan = {
    ...health,
    ref: 'F-0301',
    to: 'rs-6310',
    sent: '02-03 10:00',
    acknowledgeBy: '02-04 10:00',
    deadline: '02-06 10:00',
  };
  const window = { sent: '02-06 11:00', acknowledgeBy: '02-07 11:00', deadline: '02-09 11:00' };
  const second: Plan = { ...health, ref: 'F-0302', to: 'rs-6371', supersedes: 'F-0301', ...window };
  register(story, 'pol-6310', 'R-0301', '02-03 09:30', fisherman);
  apply(story, 'pol-6310', 'SA-02', 'R-0301', '02-03 10:00', '02-11 00:00');
  base(story, first);
  new ReferralStory(story, first).send().overdue().expire();
  const rerouted = new ReferralStory(story, second).send().acknowledge('02-06 14:00').accept('02-06 16:00');
  register(story, 'rs-6371', 'R-0302', '02-09 10:00', fisherman, 'F-0302');
  rerouted.start('02-09 10:00').complete('02-20 10:00');
  return story;
}

/** Scenario S1: the case that goes from the police over the women-and-child unit to the hospital. */
export function storyS1(): Story {
  const story = new Story(idOf('case S1') as CaseId);
  const managed: Plan = {
    ...{ ref: 'F-0101', from: 'pol-6371', to: 'uptd-6371', record: 'R-0101', service: 'CaseManagement' },
    ...{ sent: '01-12 22:05', acknowledgeBy: '01-13 22:05', deadline: '01-15 22:05' },
  };
  const treated: Plan = {
    ...{
      ref: 'F-0102',
      from: 'uptd-6371',
      to: 'rs-6371',
      record: 'R-0102',
      service: 'HealthRehabilitation',
      application: 'SA-01',
    },
    ...{ sent: '01-13 11:05', acknowledgeBy: '01-14 11:05', deadline: '01-16 11:05' },
  };
  register(story, 'pol-6371', 'R-0101', '01-12 21:30', {
    exploitation: forms('SexualExploitation'),
    traffickingStatus: possible,
  });
  base(story, managed);
  const first = new ReferralStory(story, managed).send().acknowledge('01-13 07:30').accept('01-13 08:30').start('01-13 09:00');
  const confirmed = { exploitation: forms('SexualExploitation', 'ForcedLabour'), traffickingStatus: actual };
  register(story, 'uptd-6371', 'R-0102', '01-13 09:10', confirmed, 'F-0101');
  apply(story, 'uptd-6371', 'SA-01', 'R-0102', '01-13 11:00', '01-21 00:00');
  base(story, treated);
  const second = new ReferralStory(story, treated).send().acknowledge('01-13 13:00').accept('01-13 15:00');
  register(story, 'rs-6371', 'R-0103', '01-14 14:00', nothing, 'F-0102');
  second.start('01-14 14:00').complete('01-28 12:00');
  first.complete('03-20 15:00');
  return story;
}

/** Scenario S1's second timeline: the migrant-worker body's own record, a case of its own until it is linked. */
export function storyS1OfBp3mi(): Story {
  const story = new Story(idOf('case S1 BP3MI') as CaseId);
  register(story, 'bp3mi-63', 'R-0104', '02-02 10:00', { exploitation: forms('ForcedLabour'), traffickingStatus: possible });
  return story;
}
