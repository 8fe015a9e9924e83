import { readFileSync, writeFileSync } from 'node:fs';
import type { Connection } from './rig';

export interface SoakAgency {
  readonly key: string;
  /** Of every role of this agency's store. */
  readonly password: string;
  /** Ed25519 of the log: PKCS#8 in base64, and the raw public key in base64url. */
  readonly privateKey: string;
  readonly publicKey: string;
}

/** What every process of a run is told; stands in the run's folder. */
export interface RunFile {
  readonly seed: string;
  readonly folder: string;
  /** As superuser. */
  readonly postgres: Connection;
  readonly kafka: {
    readonly brokers: readonly string[];
    readonly credentials?: { readonly username: string; readonly password: string };
  };
  readonly agencies: readonly SoakAgency[];
  readonly projection: { readonly database: string; readonly user: string; readonly password: string };
  readonly writers: { readonly processes: number; readonly sessions: number; readonly events: number };
  /** Share of acts whose transaction is left open for seconds and then committed. */
  readonly heldShare: number;
}

export const writeRunFile = (file: string, run: RunFile): void =>
  writeFileSync(file, JSON.stringify(run, null, 2), { mode: 0o600 });
export const readRunFile = (file: string): RunFile => JSON.parse(readFileSync(file, 'utf8')) as RunFile;

/** Database, role and password of one role of an agency's store. */
export const storeConnection = (run: RunFile, agency: SoakAgency, role: string) => ({
  host: run.postgres.host,
  port: run.postgres.port,
  database: `agency_${agency.key}`,
  user: `${agency.key}_${role}`,
  password: agency.password,
});
