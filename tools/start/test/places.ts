import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from '@satualur/local-stack/stack';
import type { IncomingRecord } from '@satualur/messaging/broker';
import { topicsOf } from './topics';
import { readableIn } from './traces';
import type { WholeStack } from './whole-stack';

/** Every row of every table of every database, as text, by table. */
export async function tablesOf({ stores }: WholeStack): Promise<ReadonlyMap<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (const database of ['postgres', ...(await stores.databases())]) {
    const tables = await stores.query<{ at: string }>(
      database,
      `SELECT format('%I.%I', n.nspname, c.relname) AS at FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')`,
    );
    for (const { at } of tables) {
      const rows = await stores.query<{ line: string }>(database, `SELECT t::text AS line FROM ${at} t`);
      found.set(`${database} ${at}`, Buffer.from(rows.map(({ line }) => line).join('\n')));
    }
  }
  return found;
}

const partsOf = ({ key, value, headers }: IncomingRecord): Buffer =>
  Buffer.concat([
    key ?? Buffer.alloc(0),
    value ?? Buffer.alloc(0),
    ...[...headers].flatMap(([name, header]) => [Buffer.from(name), header]),
  ]);

/** All that stands in Kafka, by topic. */
export async function recordsByTopic(stack: Stack): Promise<ReadonlyMap<string, Buffer>> {
  return new Map([...(await topicsOf(stack))].map(([topic, all]) => [topic, Buffer.concat(all.map(partsOf))]));
}

/** Kafka lays out megabytes of zeros for these, and writes offsets and times into them. */
export const INDEX = /\.(index|timeindex)$/;

/** Every file below a directory, by its path in it. */
export function filesIn(directory: string): ReadonlyMap<string, Buffer> {
  const names = existsSync(directory) ? (readdirSync(directory, { recursive: true }) as string[]) : [];
  const files = names.filter((name) => !INDEX.test(name) && statSync(join(directory, name)).isFile());
  return new Map(files.map((name) => [name, readFileSync(join(directory, name))]));
}

/** Which of the tokens can be read where. */
export const traces = (places: ReadonlyMap<string, Buffer>, tokens: readonly string[]): readonly string[] =>
  [...places].flatMap(([place, bytes]) => readableIn(bytes, tokens).map((token) => `${token} in ${place}`));
