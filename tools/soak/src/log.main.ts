import { createPrivateKey, sign } from 'node:crypto';
import { HybridClock, wallClock } from '@satualur/event-store/clock';
import { PostgresLogStore } from '@satualur/event-store/sequencer';
import { KafkaBroker } from '@satualur/messaging/kafka-broker';
import { Relay } from '@satualur/messaging/relay';
import { LogLoop } from '@satualur/service-host/log-loop';
import { readRunFile, type RunFile, type SoakAgency, storeConnection } from './run-file';
import { sayUp } from './say-up';

const say = (what: string) => (error: unknown) => {
  const { name, code } = error as { readonly name?: string; readonly code?: string };
  console.error(`${what} ${name ?? ''} ${code ?? ''}`);
};

function loopOf(run: RunFile, agency: SoakAgency, broker: KafkaBroker, clock: HybridClock): LogLoop {
  const { key, publicKey } = agency;
  const privateKey = createPrivateKey({ key: Buffer.from(agency.privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  const signer = { publicKey, sign: (message: Uint8Array) => sign(null, message, privateKey) };
  const log = new PostgresLogStore({
    connection: storeConnection(run, agency, 'log'),
    log: key,
    clock,
    signer,
    onLost: say(`${key} lost`),
  });
  const hasInbox = (to: string) => run.agencies.some((other) => other.key === to);
  const relay = new Relay({ name: key, log, broker, sign: signer.sign, hasInbox });
  return new LogLoop(key, log, relay, say(`${key} failed`));
}

/** `log.main <run file>`: sequencer, mark and relay of every store, as `apps/intake` runs them. Several may run; one leads. */
function main([file]: readonly string[]): void {
  const run = readRunFile(file!);
  const broker = new KafkaBroker({ ...run.kafka, app: 'soak-log', log: say('kafka') });
  const clock = new HybridClock(wallClock);
  for (const agency of run.agencies) loopOf(run, agency, broker, clock).start();
  sayUp();
}

main(process.argv.slice(2));
