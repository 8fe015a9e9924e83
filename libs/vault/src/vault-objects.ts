import type { AgencyKey } from '@satualur/contracts/ids';
import type { ClientBase } from 'pg';
import { generateAgencyKeys, type PublicKeys } from './agency-keys';
import type { MasterKey } from './master-key';

/** The role that a vault's process logs in as; it can neither drop nor change what it reads, except as granted here. */
export const vaultRole = (agency: AgencyKey): string => `${agency}_vault`;

/**
 * A destroyed subject keeps its row with `alive` false, and the foreign key then admits no key of it ever again. No statistics are
 * kept of keys and hashes: they would be copies that a destruction does not reach.
 */
const tables = `
CREATE SCHEMA IF NOT EXISTS vault;
CREATE TABLE IF NOT EXISTS vault.subject (
  owner text NOT NULL, subject uuid NOT NULL, alive boolean NOT NULL DEFAULT true,
  PRIMARY KEY (owner, subject), UNIQUE (owner, subject, alive));
CREATE TABLE IF NOT EXISTS vault.data_key (
  owner text NOT NULL, subject uuid NOT NULL, class text NOT NULL, wrapped bytea NOT NULL, alive boolean NOT NULL DEFAULT true CHECK (alive),
  PRIMARY KEY (owner, subject, class), FOREIGN KEY (owner, subject, alive) REFERENCES vault.subject (owner, subject, alive));
CREATE TABLE IF NOT EXISTS vault.index_entry (
  owner text NOT NULL, subject uuid NOT NULL, holder uuid NOT NULL, hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  alive boolean NOT NULL DEFAULT true CHECK (alive),
  PRIMARY KEY (hash, holder), FOREIGN KEY (owner, subject, alive) REFERENCES vault.subject (owner, subject, alive));
CREATE INDEX IF NOT EXISTS index_entry_subject ON vault.index_entry (owner, subject);
CREATE TABLE IF NOT EXISTS vault.grant_taken (id uuid PRIMARY KEY);
CREATE TABLE IF NOT EXISTS vault.grants_mark (single boolean PRIMARY KEY DEFAULT true CHECK (single), next bigint NOT NULL);
CREATE TABLE IF NOT EXISTS vault.agency_key (
  single boolean PRIMARY KEY DEFAULT true CHECK (single), public jsonb NOT NULL, log_wrapped bytea NOT NULL, grants_wrapped bytea NOT NULL);
ALTER TABLE vault.data_key ALTER COLUMN wrapped SET STATISTICS 0;
ALTER TABLE vault.index_entry ALTER COLUMN hash SET STATISTICS 0;
REVOKE ALL ON SCHEMA vault FROM PUBLIC;`;

/**
 * A deleted row's bytes stay in its table's file, after VACUUM too: what is left moves to a new file and the old one is emptied (ADR 18).
 * TRUNCATE asks nobody's snapshot, so no transaction elsewhere keeps a deleted row alive.
 */
const forgetDeleted = `
CREATE OR REPLACE FUNCTION vault.forget_deleted() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  keys vault.data_key[];
  entries vault.index_entry[];
BEGIN
  LOCK TABLE vault.data_key, vault.index_entry IN ACCESS EXCLUSIVE MODE;
  keys := ARRAY(SELECT one FROM vault.data_key AS one);
  entries := ARRAY(SELECT one FROM vault.index_entry AS one);
  TRUNCATE vault.data_key, vault.index_entry;
  INSERT INTO vault.data_key SELECT one.* FROM unnest(keys) AS one;
  INSERT INTO vault.index_entry SELECT one.* FROM unnest(entries) AS one;
END $$;
REVOKE ALL ON FUNCTION vault.forget_deleted() FROM PUBLIC;`;

const grantsTo = (role: string): string => `
GRANT USAGE ON SCHEMA vault TO ${role};
GRANT SELECT, INSERT, UPDATE (alive) ON vault.subject TO ${role};
GRANT SELECT, INSERT, DELETE ON vault.data_key TO ${role};
GRANT SELECT, INSERT, DELETE ON vault.index_entry TO ${role};
GRANT SELECT, INSERT ON vault.grant_taken TO ${role};
GRANT SELECT, INSERT, UPDATE (next) ON vault.grants_mark TO ${role};
GRANT SELECT ON vault.agency_key TO ${role};
GRANT EXECUTE ON FUNCTION vault.forget_deleted() TO ${role};`;

/** Makes the vault's tables in the database that `client` is connected to, for the role `<key>_vault`, which must exist. Repeatable. */
export async function createVaultObjects(client: ClientBase, agency: AgencyKey): Promise<void> {
  await client.query(tables + forgetDeleted + grantsTo(client.escapeIdentifier(vaultRole(agency))));
}

/** Makes the agency's two key pairs unless they are there; returns the public parts. Run by whoever made the tables. Repeatable. */
export async function createAgencyKeys(client: ClientBase, master: MasterKey): Promise<PublicKeys> {
  const { secrets, publicKeys } = generateAgencyKeys();
  await client.query(
    'INSERT INTO vault.agency_key (public, log_wrapped, grants_wrapped) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [publicKeys, await master.wrap(secrets.log, 'agency/log'), await master.wrap(secrets.grants, 'agency/grants')],
  );
  const { rows } = await client.query<{ public: PublicKeys }>('SELECT public FROM vault.agency_key');
  return rows[0]!.public;
}
