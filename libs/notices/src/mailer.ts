import type { AgencyService } from '@satualur/contracts/catalogue';
import { type Actor, instantOf, msOfInstant, streamOf } from '@satualur/contracts/ids';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { uuidFrom } from '@satualur/service-host/secrets';
import { type NoticeChannel, NotSent } from './channel';
import { notice, type NoticeCommand } from './notice';
import { type Waiting, waitingIn } from './outbox';

const BATCH = 100;
const ATTEMPTS = 8;
const MINUTE = 60_000;

/** After each failure twice as long, from a minute on. */
const isDue = ({ failures, tried }: Waiting, now: number): boolean =>
  tried === null || msOfInstant(tried) + MINUTE * 2 ** (failures - 1) <= now;

/** Sends one agency's waiting notices, beside its reactions, so that a mail server that is down holds nobody up. */
export async function sendWaiting(agency: OpenAgency, service: AgencyService, channel: NoticeChannel): Promise<number> {
  const now = agency.clock.now();
  const waiting = await waitingIn(agency.rows, service, ATTEMPTS, BATCH);
  const due = waiting.filter((row) => isDue(row, now));
  for (const row of due) await note(agency, row, await outcomeOf(channel, agency, row));
  return due.length;
}

async function outcomeOf(channel: NoticeChannel, { key }: OpenAgency, row: Waiting): Promise<NoticeCommand> {
  try {
    const { id, kind, role, emergency } = row;
    return { type: 'NoteSent', recipients: await channel.send({ notice: id, agency: key, kind, role, emergency }) };
  } catch (error) {
    if (!(error instanceof NotSent)) throw error;
    return { type: 'NoteFailed', code: error.code };
  }
}

async function note({ store, clock }: OpenAgency, { id, failures }: Waiting, command: NoticeCommand): Promise<void> {
  const cause = {
    actor: 'system/notice-mailer' as Actor,
    at: instantOf(clock.now()),
    command: { id: uuidFrom('notice-mail', id, failures) },
  };
  await store.transact(cause, async (unit) => {
    await unit.decide(streamOf('notice', id), notice, command);
  });
}
