import { generateKeyPairSync, sign } from 'node:crypto';
import { join, resolve } from 'node:path';
import { freshStore, type StoreDatabase } from '@satualur/event-store/testing';
import type { CheckpointSigner } from '@satualur/event-store/checkpoint';
import { type Stack, startStack } from '@satualur/local-stack/stack';
import { Cell } from './cell';
import { backendsOf } from './cpu';

export const ROOT = resolve(__dirname, '../..');

/** How much is measured. */
export interface Scale {
  readonly quick: boolean;
  readonly rounds: number;
  /** Length of one turn of one contestant. */
  readonly turnMs: number;
  /** Events of the logs that are replayed, relayed and rebuilt. */
  readonly logEvents: number;
  /** Agencies hosted while nothing happens. */
  readonly agencies: number;
  /** Events of the two systems held against each other with `--growth`. */
  readonly growth: { readonly small: number; readonly large: number };
  /** Victims of the packs that are played. */
  readonly victims: readonly number[];
}

export const FULL: Scale = {
  quick: false,
  rounds: 5,
  turnMs: 4_000,
  logEvents: 200_000,
  agencies: 50,
  growth: { small: 500_000, large: 5_000_000 },
  victims: [400, 4_000],
};
export const QUICK: Scale = {
  quick: true,
  rounds: 3,
  turnMs: 700,
  logEvents: 20_000,
  agencies: 10,
  growth: { small: 20_000, large: 80_000 },
  victims: [40],
};

/** PostgreSQL and Kafka of the benchmarks' own, synced to disk, and what every benchmark is told. */
export interface Rig {
  readonly scale: Scale;
  readonly stack: Stack;
  readonly adminUrl: string;
  /** The database server's processes. */
  servers(): readonly number[];
  /** A migrated store in a database of its own. */
  store(): Promise<StoreDatabase>;
  /** The product's services, started when first asked for. */
  cell(): Promise<Cell>;
  progress(text: string): void;
  stop(): Promise<void>;
}

export const WITHOUT_GIVEN = { DATABASE_URL: undefined, KAFKA_BROKERS: undefined };

export const adminUrlOf = ({ postgres: { host, port, superuser, password } }: Stack): string =>
  `postgresql://${encodeURIComponent(superuser)}:${encodeURIComponent(password)}@${host}:${port}/postgres`;

export async function startRig(scale: Scale, progress: (text: string) => void): Promise<Rig> {
  const dataDir = join(ROOT, '.local', 'bench');
  const stack = await startStack({ dataDir, fresh: true, forMeasuring: true, env: { ...process.env, ...WITHOUT_GIVEN } });
  const adminUrl = adminUrlOf(stack);
  let cell: Promise<Cell> | undefined;
  const rig: Rig = {
    scale,
    stack,
    adminUrl,
    servers: () => backendsOf(stack.dataDir),
    store: () => freshStore(adminUrl),
    cell: () => (cell ??= Cell.start(rig)),
    progress,
    stop: async () => {
      await (await cell?.catch(() => undefined))?.stop();
      await stack.stop();
    },
  };
  return rig;
}

/** A key pair for a log of the benchmarks. */
export function newSigner(): CheckpointSigner {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { sign: (message) => sign(null, message, privateKey), publicKey: publicKey.export({ format: 'jwk' }).x! };
}
