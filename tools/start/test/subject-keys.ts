import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AgencyKey } from '@satualur/contracts/ids';
import { masterKeyOf } from '@satualur/vault/master-key';
import { formsOfBytes, type Needle } from './scan';
import type { WholeStack } from './whole-stack';

interface Row {
  readonly class: string;
  readonly wrapped: Buffer;
}

/** A person's data keys in one agency's vault, unwrapped and as they lie there, and the hashes that find the person. */
export async function keysIn({ stores, cell }: WholeStack, vault: string, owner: string, subject: string): Promise<Needle[]> {
  const master = masterKeyOf(cell.envFor('intake')['VAULT_MASTER_SECRET']!, AgencyKey.parse(vault));
  const whose = [owner, subject];
  const sql = 'SELECT class, wrapped FROM vault.data_key WHERE owner = $1 AND subject = $2';
  const keys = await stores.query<Row>(`vault_${vault}`, sql, whose);
  // A name's part that another person shares is found by the same hash, and stays for that person.
  const find = `SELECT hash FROM vault.index_entry AS one WHERE owner = $1 AND subject = $2
    AND NOT EXISTS (SELECT FROM vault.index_entry AS other WHERE other.hash = one.hash AND other.subject <> one.subject)`;
  const hashes = await stores.query<{ hash: Buffer }>(`vault_${vault}`, find, whose);
  const needle = (name: string, bytes: Buffer): Needle => ({ name: `${vault} ${name}`, forms: formsOfBytes(bytes) });
  const opened = keys.map(async (row) => [
    needle(`${row.class} key`, await master.unwrap(row.wrapped, `${owner}/${subject}/${row.class}`)),
    needle(`wrapped ${row.class} key`, row.wrapped),
  ]);
  return [...(await Promise.all(opened)).flat(), ...hashes.map(({ hash }) => needle('hash', hash))];
}

const JWE = /eyJ[\w-]+\.[\w-]+\.[\w-]+\.[\w-]+\.[\w-]+/g;

/** Granted keys, wrapped to one agency, that Kafka's files still hold. */
export function grantsInFiles(kafkaDir: string, agency: string): Needle[] {
  const directory = join(kafkaDir, `grants.${agency}-0`);
  const logs = readdirSync(directory).filter((name) => name.endsWith('.log'));
  const texts = logs.map((name) => readFileSync(join(directory, name), 'latin1'));
  const found = [...new Set(texts.flatMap((text) => text.match(JWE) ?? []))];
  return found.map((jwe, index) => ({ name: `${agency} grant ${index}`, forms: [Buffer.from(jwe)] }));
}
