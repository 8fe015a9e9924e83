import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Caseload, work queues, absences, and what is known of granted keys. `work.due_at` is the far future where nothing is due. */
export class IntakeRows1764115300000 implements MigrationInterface {
  name = 'IntakeRows1764115300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE "intake".record (
      id uuid PRIMARY KEY, version int NOT NULL, ref text NOT NULL, caseid uuid NOT NULL, case_ref text, role text NOT NULL,
      state text NOT NULL, worker text, danger boolean NOT NULL, contact_rule text, imported boolean NOT NULL,
      recorded_at text COLLATE "C" NOT NULL);
      CREATE INDEX ON "intake".record (worker, recorded_at, id);
      CREATE INDEX ON "intake".record (recorded_at, id);
      CREATE TABLE "intake".work (
      queue text NOT NULL, id uuid NOT NULL, version int NOT NULL, ref text, record uuid, kind text, counterpart text,
      state text NOT NULL, opened_at text COLLATE "C" NOT NULL, due_at text COLLATE "C" NOT NULL, PRIMARY KEY (queue, id));
      CREATE INDEX ON "intake".work (queue, state, due_at, id);
      CREATE TABLE "intake".absence (
      worker text PRIMARY KEY, version int NOT NULL, deputy text, away_from text, away_until text);
      CREATE INDEX ON "intake".absence (deputy);
      CREATE TABLE "intake".granted (id uuid PRIMARY KEY, recipient text NOT NULL, subject uuid NOT NULL);
      CREATE INDEX ON "intake".granted (subject);
      CREATE TABLE "intake".held (
      id uuid PRIMARY KEY, owner text NOT NULL, subject uuid NOT NULL, classes text[] NOT NULL, live boolean NOT NULL);
      CREATE INDEX ON "intake".held (owner, subject);
      CREATE TABLE "intake".erasure (subject uuid PRIMARY KEY, record uuid NOT NULL);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE "intake".record, "intake".work, "intake".absence, "intake".granted, "intake".held, "intake".erasure`,
    );
  }
}
