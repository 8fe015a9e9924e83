import type { AgencyService } from '@satualur/contracts/catalogue';
import type { AnyEvent } from '@satualur/contracts/event';
import { agencyRecordRegistered, assertions } from '@satualur/contracts/intake/examples';
import { person, referralAcknowledged, referralAnswerNoted, referralOverdue } from '@satualur/contracts/referral/examples';
import { referralSent, referralServiceStarted, sending } from '@satualur/contracts/referral/examples';
import {
  serviceApplicationBreached,
  serviceApplicationFiled,
  serviceCompleted,
  serviceStarted,
} from '@satualur/contracts/victim-services/examples';
import type { Random } from './random';

/** A sealed field as the store asks for it; what it holds is chance. */
const box = (random: Random) => ({ sealed: 'identity' as const, ct: random.bytes(40).toString('base64url') });

type Make = (random: Random) => Pick<AnyEvent, 'type' | 'data'>;

const recordOf: Make = (random) => {
  const sealed = { value: box(random), method: 'SelfDeclared' as const };
  return agencyRecordRegistered({ assertions: assertions({ name: sealed, birthDate: sealed, nik: sealed }) });
};

const sentOf: Make = (random) => referralSent({ ...sending, person: { ...person(), name: box(random), birthDate: box(random) } });

interface Category {
  readonly name: string;
  readonly makes: readonly Make[];
}

/** What each service writes here: real types of its own categories. */
const CATEGORIES: Readonly<Record<AgencyService, readonly Category[]>> = {
  intake: [{ name: 'record', makes: [recordOf] }],
  referral: [
    { name: 'referralout', makes: [sentOf, () => referralOverdue(), () => referralAnswerNoted()] },
    { name: 'referralin', makes: [() => referralAcknowledged(), () => referralServiceStarted()] },
  ],
  'victim-services': [
    { name: 'application', makes: [() => serviceApplicationFiled(), () => serviceApplicationBreached()] },
    { name: 'episode', makes: [() => serviceStarted(), () => serviceCompleted()] },
  ],
};

export const categoryNames = (service: AgencyService): readonly string[] => CATEGORIES[service].map(({ name }) => name);

/** One event that may stand in a stream of this category. */
export function madeUpEvent(category: string, random: Random): Pick<AnyEvent, 'type' | 'data'> {
  const { makes } = Object.values(CATEGORIES)
    .flat()
    .find(({ name }) => name === category)!;
  const { type, data } = random.pick(makes)(random);
  return { type, data };
}
