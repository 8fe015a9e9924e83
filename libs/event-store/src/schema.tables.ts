const appendOnly = (table: string) => `
  DROP TRIGGER IF EXISTS append_only ON store.${table};
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON store.${table} EXECUTE FUNCTION store.refuse_change();
  ALTER TABLE store.${table} ENABLE ALWAYS TRIGGER append_only;`;

/**
 * Tables of one event store. The CASE in `position` takes the transaction id before the number is drawn; a bare nextval would
 * draw it first (details 1).
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
    version int NOT NULL CHECK (version > 0),
    ordinal smallint NOT NULL DEFAULT 0 CHECK (ordinal >= 0 AND ordinal < version),
    hlc bigint NOT NULL CHECK (hlc > 0),
    command uuid,
    body bytea,
    bytes bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 2 AND 65535),
    CONSTRAINT event_stream_version UNIQUE (stream, version));
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
  DROP POLICY IF EXISTS above_mark ON store.event;
  CREATE POLICY above_mark ON store.event AS RESTRICTIVE FOR INSERT WITH CHECK (hlc > (SELECT m.hlc FROM store.mark m));
  DROP POLICY IF EXISTS follows ON store.event;
  CREATE POLICY follows ON store.event AS RESTRICTIVE FOR INSERT WITH CHECK (ordinal > 0 OR version = 1 OR EXISTS (
    SELECT FROM store.event p WHERE p.stream = event.stream AND p.version = event.version - 1 AND p.hlc < event.hlc));`;

/**
 * The append that needs more than an INSERT, still one call and the caller's own rights. Locks come in name order before any
 * version is read; `SA001` a checked version moved, `SA002` a reading too low, `SA003` a claim taken (detail: its index).
 */
export const APPEND_FUNCTION = `
  CREATE OR REPLACE FUNCTION store.append(
    streams text[], versions int[], ordinals smallint[], hlcs bigint[], command_id uuid, body_hash bytea, payloads bytea[],
    written text[], checked_streams text[], checked_versions int[],
    claim_kinds text[], claim_keys text[], claim_streams text[], due_streams text[], due_ats timestamptz[])
  RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    lock record;
    moved text;
    floor bigint;
  BEGIN
    FOR lock IN
      SELECT l.stream, bool_or(l.exclusive) AS exclusive
      FROM (SELECT unnest(written) AS stream, true AS exclusive UNION ALL SELECT unnest(checked_streams), false) l
      GROUP BY l.stream ORDER BY l.stream
    LOOP
      IF lock.exclusive THEN
        PERFORM pg_advisory_xact_lock(hashtextextended(lock.stream, 0));
      ELSE
        PERFORM pg_advisory_xact_lock_shared(hashtextextended(lock.stream, 0));
      END IF;
    END LOOP;

    IF cardinality(checked_streams) > 0 THEN
      SELECT c.stream INTO moved FROM unnest(checked_streams, checked_versions) AS c(stream, version)
      WHERE c.version <> coalesce((SELECT max(e.version) FROM store.event e WHERE e.stream = c.stream), 0) LIMIT 1;
      IF FOUND THEN
        RAISE EXCEPTION 'a checked stream moved' USING ERRCODE = 'SA001', DETAIL = moved;
      END IF;
    END IF;

    IF cardinality(written) > 0 THEN
      SELECT max(k.hlc) INTO floor FROM unnest(streams, hlcs) AS n(stream, hlc) JOIN store.checked k ON k.stream = n.stream
      WHERE n.hlc <= k.hlc;
      IF floor IS NOT NULL THEN
        RAISE EXCEPTION 'below a checked reading' USING ERRCODE = 'SA002', DETAIL = floor::text;
      END IF;
    END IF;

    INSERT INTO store.event (stream, version, ordinal, hlc, command, body, bytes)
    SELECT n.stream, n.version, n.ordinal, n.hlc,
      CASE WHEN n.place = 1 THEN command_id END, CASE WHEN n.place = 1 THEN body_hash END, n.bytes
    FROM unnest(streams, versions, ordinals, hlcs, payloads) WITH ORDINALITY AS n(stream, version, ordinal, hlc, bytes, place)
    ORDER BY n.place;

    IF cardinality(hlcs) > 0 AND cardinality(checked_streams) > 0 THEN
      INSERT INTO store.checked AS k (stream, hlc)
      SELECT c, (SELECT max(h) FROM unnest(hlcs) h) FROM unnest(checked_streams) c ORDER BY c
      ON CONFLICT (stream) DO UPDATE SET hlc = greatest(k.hlc, excluded.hlc);
    END IF;

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

    IF cardinality(due_streams) > 0 THEN
      DELETE FROM store.due t USING unnest(due_streams, due_ats) AS d(stream, at) WHERE t.stream = d.stream AND d.at IS NULL;
      INSERT INTO store.due AS t (stream, at)
      SELECT d.stream, d.at FROM unnest(due_streams, due_ats) AS d(stream, at) WHERE d.at IS NOT NULL ORDER BY d.stream
      ON CONFLICT (stream) DO UPDATE SET at = excluded.at;
    END IF;
  END $$;`;
