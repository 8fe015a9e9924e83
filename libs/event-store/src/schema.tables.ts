const appendOnly = (table: string) => `
  DROP TRIGGER IF EXISTS append_only ON store.${table};
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON store.${table} EXECUTE FUNCTION store.refuse_change();
  ALTER TABLE store.${table} ENABLE ALWAYS TRIGGER append_only;`;

/**
 * Tables of one event store. The CASE in `position` takes the transaction id before the number is drawn; a bare nextval would
 * draw it first (details 1). What an event must be is a policy: PostgreSQL reads a CHECK's text anew for every statement, and
 * that cost an eighth of an append (ADR 13).
 */
export const STORE_TABLES = `
  CREATE SCHEMA IF NOT EXISTS store;
  CREATE TABLE IF NOT EXISTS store.migrated (step text PRIMARY KEY, digest text NOT NULL);

  CREATE OR REPLACE FUNCTION store.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'store.% is append-only', TG_TABLE_NAME USING ERRCODE = 'SA009';
  END $$;

  CREATE SEQUENCE IF NOT EXISTS store.event_position CACHE 1;
  CREATE TABLE IF NOT EXISTS store.event (
    position bigint PRIMARY KEY DEFAULT (CASE WHEN pg_current_xact_id() IS NOT NULL THEN nextval('store.event_position') END),
    stream text NOT NULL,
    version int NOT NULL,
    ordinal smallint NOT NULL DEFAULT 0,
    hlc bigint NOT NULL,
    command uuid,
    body bytea,
    bytes bytea NOT NULL,
    CONSTRAINT event_stream_version UNIQUE (stream, version));
  ALTER TABLE store.event DROP CONSTRAINT IF EXISTS event_version_check, DROP CONSTRAINT IF EXISTS event_check,
    DROP CONSTRAINT IF EXISTS event_hlc_check, DROP CONSTRAINT IF EXISTS event_bytes_check;
  CREATE UNIQUE INDEX IF NOT EXISTS event_command ON store.event (command) WHERE command IS NOT NULL;

  CREATE TABLE IF NOT EXISTS store.sealed (
    seq bigint PRIMARY KEY CHECK (seq > 0),
    position bigint NOT NULL CONSTRAINT sealed_position UNIQUE,
    leaf bytea NOT NULL CHECK (octet_length(leaf) = 32),
    nodes bytea NOT NULL CHECK (octet_length(nodes) % 32 = 0));

  CREATE TABLE IF NOT EXISTS store.checkpoint (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    size bigint NOT NULL,
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    watermark bigint NOT NULL,
    settled bigint NOT NULL,
    note text NOT NULL);

  CREATE TABLE IF NOT EXISTS store.mark (one boolean PRIMARY KEY DEFAULT true CHECK (one), hlc bigint NOT NULL);
  INSERT INTO store.mark (hlc) VALUES (0) ON CONFLICT DO NOTHING;

  CREATE TABLE IF NOT EXISTS store.claim (
    kind text NOT NULL, key text NOT NULL, stream text NOT NULL, CONSTRAINT claim_holder PRIMARY KEY (kind, key));
  CREATE TABLE IF NOT EXISTS store.due (stream text PRIMARY KEY, at timestamptz NOT NULL);
  CREATE INDEX IF NOT EXISTS due_at ON store.due (at, stream);
  CREATE TABLE IF NOT EXISTS store.checked (stream text PRIMARY KEY, hlc bigint NOT NULL);
  CREATE TABLE IF NOT EXISTS store.relay (
    one boolean PRIMARY KEY DEFAULT true CHECK (one), seq bigint NOT NULL, addressed jsonb NOT NULL);

  ${['event', 'sealed', 'checkpoint'].map(appendOnly).join('\n')}

  ALTER TABLE store.event ENABLE ROW LEVEL SECURITY;
  ALTER TABLE store.claim ENABLE ROW LEVEL SECURITY;
  ALTER TABLE store.due ENABLE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS readable ON store.event;
  CREATE POLICY readable ON store.event FOR SELECT USING (true);
  DROP POLICY IF EXISTS readable ON store.claim;
  CREATE POLICY readable ON store.claim FOR SELECT USING (true);
  DROP POLICY IF EXISTS formed ON store.event;
  CREATE POLICY formed ON store.event AS RESTRICTIVE FOR INSERT WITH CHECK (
    version > 0 AND ordinal >= 0 AND ordinal < version AND hlc > 0 AND octet_length(bytes) BETWEEN 2 AND 65535);
  DROP POLICY IF EXISTS above_mark ON store.event;
  CREATE POLICY above_mark ON store.event AS RESTRICTIVE FOR INSERT WITH CHECK (hlc > (SELECT m.hlc FROM store.mark m));
  DROP POLICY IF EXISTS follows ON store.event;
  CREATE POLICY follows ON store.event AS RESTRICTIVE FOR INSERT WITH CHECK (ordinal > 0 OR version = 1 OR EXISTS (
    SELECT FROM store.event p WHERE p.stream = event.stream AND p.version = event.version - 1 AND p.hlc < event.hlc));`;

/**
 * The appends that need more than an INSERT, one or several in one call, with the caller's own rights. The caller gives locks, checks
 * and timers in name order; all locks are taken before any version is read. Statements on scalars: each costs less than its like on
 * arrays, and there are few of a kind. `SA001` a checked version moved, `SA002` a reading too low, `SA003` a claim taken (detail: its
 * index).
 */
export const APPEND_FUNCTION = `
  DROP FUNCTION IF EXISTS store.append(text[], int[], smallint[], bigint[], uuid, bytea, bytea[], text[], text[], int[],
    text[], text[], text[], text[], timestamptz[]);
  CREATE OR REPLACE FUNCTION store.append(
    streams text[], versions int[], ordinals smallint[], hlcs bigint[], commands uuid[], bodies bytea[], payloads bytea[],
    locked text[], exclusive boolean[], checked_streams text[], checked_versions int[], checked_hlcs bigint[],
    claim_kinds text[], claim_keys text[], claim_streams text[], due_streams text[], due_ats timestamptz[])
  RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    stands boolean;
    floor bigint;
  BEGIN
    FOR i IN 1 .. cardinality(locked) LOOP
      IF exclusive[i] THEN
        stands := pg_advisory_xact_lock(hashtextextended(locked[i], 0)) IS NULL;
      ELSE
        stands := pg_advisory_xact_lock_shared(hashtextextended(locked[i], 0)) IS NULL;
      END IF;
    END LOOP;

    FOR i IN 1 .. cardinality(checked_streams) LOOP
      SELECT coalesce(max(e.version), 0) = checked_versions[i] INTO stands FROM store.event e WHERE e.stream = checked_streams[i];
      IF NOT stands THEN
        RAISE EXCEPTION 'a checked stream moved' USING ERRCODE = 'SA001', DETAIL = checked_streams[i];
      END IF;
    END LOOP;

    IF true = ANY (exclusive) THEN
      SELECT max(k.hlc) INTO floor FROM unnest(streams, hlcs) AS n(stream, hlc) JOIN store.checked k ON k.stream = n.stream
      WHERE n.hlc <= k.hlc;
      IF floor IS NOT NULL THEN
        RAISE EXCEPTION 'below a checked reading' USING ERRCODE = 'SA002', DETAIL = floor::text;
      END IF;
    END IF;

    IF cardinality(streams) = 1 THEN
      INSERT INTO store.event (stream, version, ordinal, hlc, command, body, bytes)
      VALUES (streams[1], versions[1], ordinals[1], hlcs[1], commands[1], bodies[1], payloads[1]);
    ELSIF cardinality(streams) > 1 THEN
      INSERT INTO store.event (stream, version, ordinal, hlc, command, body, bytes)
      SELECT n.stream, n.version, n.ordinal, n.hlc, n.command, n.body, n.bytes
      FROM unnest(streams, versions, ordinals, hlcs, commands, bodies, payloads) WITH ORDINALITY
        AS n(stream, version, ordinal, hlc, command, body, bytes, place)
      ORDER BY n.place;
    END IF;

    FOR i IN 1 .. cardinality(checked_streams) LOOP
      IF checked_hlcs[i] IS NOT NULL THEN
        INSERT INTO store.checked AS k (stream, hlc) VALUES (checked_streams[i], checked_hlcs[i])
        ON CONFLICT (stream) DO UPDATE SET hlc = greatest(k.hlc, excluded.hlc);
      END IF;
    END LOOP;

    FOR i IN 1 .. cardinality(claim_kinds) LOOP
      IF claim_streams[i] IS NULL THEN
        DELETE FROM store.claim WHERE kind = claim_kinds[i] AND key = claim_keys[i];
      ELSE
        INSERT INTO store.claim (kind, key, stream) VALUES (claim_kinds[i], claim_keys[i], claim_streams[i])
        ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
          RAISE EXCEPTION 'claim taken' USING ERRCODE = 'SA003', DETAIL = (i - 1)::text;
        END IF;
      END IF;
    END LOOP;

    FOR i IN 1 .. cardinality(due_streams) LOOP
      IF due_ats[i] IS NULL THEN
        DELETE FROM store.due WHERE stream = due_streams[i];
      ELSE
        INSERT INTO store.due AS t (stream, at) VALUES (due_streams[i], due_ats[i])
        ON CONFLICT (stream) DO UPDATE SET at = excluded.at;
      END IF;
    END LOOP;
  END $$;`;
