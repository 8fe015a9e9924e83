import { POLICE } from '@satualur/contracts/cast';
import type { EpisodeEvent } from '@satualur/contracts/victim-services/events';
import { serviceCompleted, serviceStarted } from '@satualur/contracts/victim-services/examples';
import { scenario } from '@satualur/decider/testing';
import { type EpisodeCommand, type EpisodeRule, serviceEpisode } from './service-episode';
import { completeService, referralAfter, startService } from './victim-services.builders';

const { given } = scenario(serviceEpisode);
const started = serviceStarted();

describe('a service', () => {
  it('starts on an accepted referral, and its referrer is told', () => given().when(startService()).then(serviceStarted()));
  it('starts without an application', () => {
    const { received, acts } = referralAfter('Accepted');
    const { application: _, ...rest } = received!;
    const { application: __, ...data } = serviceStarted().data;
    given()
      .when(startService({ facts: { received: rest, acts } }))
      .then({ ...serviceStarted(), data });
  });
  it('is completed', () => given(started).when(completeService()).then(serviceCompleted()));
});

const on = (...acts: Parameters<typeof referralAfter>) => startService({ facts: referralAfter(...acts) });

/** Every rule has an example: a rule added without one does not compile. */
const rules: Record<EpisodeRule, { after: EpisodeEvent[]; refuses: EpisodeCommand[] }> = {
  'service-already-started': { after: [started], refuses: [startService()] },
  'service-not-started': { after: [], refuses: [completeService()] },
  'service-already-completed': { after: [started, serviceCompleted()], refuses: [completeService()] },
  'referral-unknown': { after: [], refuses: [startService({ facts: { acts: [] } })] },
  'referral-not-accepted': {
    after: [],
    refuses: [
      on(),
      on('Acknowledged'),
      on('Rejected'),
      on('Withdrawn', 'Accepted'),
      on('Accepted', 'Terminated'),
      on('Accepted', 'ServiceStarted'),
    ],
  },
  'not-the-recipient': { after: [], refuses: [startService({ self: POLICE })] },
};

describe.each(Object.entries(rules))('%s', (rule, { after, refuses }) => {
  it.each(refuses)('refuses $type', (command) =>
    given(...after)
      .when(command)
      .thenRefused(rule),
  );
});

it('says the referral’s state with the refusal', () =>
  expect(() => serviceEpisode.decide(on('Rejected'), serviceEpisode.initialState)).toThrow(
    expect.objectContaining({ detail: { state: 'Rejected' } }),
  ));
