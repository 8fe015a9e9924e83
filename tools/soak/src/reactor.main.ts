import { createPublicKey, type KeyObject } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { catalogue } from '@satualur/contracts/catalogue';
import { streamOf } from '@satualur/contracts/ids';
import { referralAcknowledged } from '@satualur/contracts/referral/examples';
import { HybridClock, wallClock } from '@satualur/event-store/clock';
import { storePool } from '@satualur/event-store/pool';
import { PostgresEventStore } from '@satualur/event-store/postgres-store';
import { InboxReader, readFrom } from '@satualur/messaging/consumer';
import { KafkaBroker } from '@satualur/messaging/kafka-broker';
import { PostgresMarks } from '@satualur/messaging/marks';
import { PostgresParking } from '@satualur/messaging/postgres-parking';
import { type CommandReaction, ReactionRunner } from '@satualur/service-host/reactions';
import { uuidOf } from './random';
import { readRunFile, type RunFile, type SoakAgency, storeConnection } from './run-file';
import { sayUp } from './say-up';

const SERVICE = 'referral';
const say = (what: string) => (detail: object) => console.error(what, JSON.stringify(detail));

/** Every copy is answered by one event in the recipient's own store. */
const answer: CommandReaction<SoakAgency> = {
  name: 'soak-answer',
  from: 'inbox',
  on: [...catalogue.keys()],
  react: async ({ log, seq, event }, unit, { key }) => {
    const { type, data } = referralAcknowledged();
    const stream = streamOf('referralin', uuidOf('answer', key, log, seq));
    await unit.record(stream, [{ type, data, ...(event.caseid && { caseid: event.caseid }) }]);
  },
};

function readerOf(run: RunFile, agency: SoakAgency, clock: HybridClock): InboxReader {
  const pool = storePool({ ...storeConnection(run, agency, SERVICE), max: 2 });
  const store = new PostgresEventStore({ pool, source: `/agencies/${agency.key}/${SERVICE}`, clock });
  const marks = new PostgresMarks(pool, SERVICE, 'inbox');
  const publicKeys = new Map(run.agencies.map(({ key, publicKey }) => [key, keyOf(publicKey)]));
  return new InboxReader({
    agency: agency.key,
    publicKeyOf: (origin) => publicKeys.get(origin),
    marks,
    effects: new ReactionRunner([answer], marks, store, agency, wallClock),
    parking: new PostgresParking(pool, SERVICE, 'inbox'),
    alarms: { onGap: say('gap'), onIncident: say('incident') },
  });
}

const keyOf = (raw: string): KeyObject => createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw }, format: 'jwk' });

async function subscribed(run: RunFile, clock: HybridClock): Promise<boolean> {
  const onStuck = (topic: string) => {
    say('stuck')({ topic });
    process.exit(70);
  };
  const broker = new KafkaBroker({
    ...run.kafka,
    app: 'soak-reactor',
    log: (message, details) => say(message)(details),
    onStuck,
  });
  try {
    const readers = run.agencies.map((agency) => readerOf(run, agency, clock));
    await readFrom(broker, readers);
    return true;
  } catch (error) {
    say('not subscribed yet')({ error: (error as Error).name });
    await broker.close();
    return false;
  }
}

/** `reactor.main <run file>`: reads every agency's inbox and reacts, as the agency-side services do. */
async function main([file]: readonly string[]): Promise<void> {
  const run = readRunFile(file!);
  const clock = new HybridClock(wallClock);
  while (!(await subscribed(run, clock))) await wait(200);
  sayUp();
}

void main(process.argv.slice(2));
