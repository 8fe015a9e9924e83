import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Work queues of this service, and the places in its shelters. `work.due_at` is the far future where nothing is due. */
export class ServicesRows1764115400000 implements MigrationInterface {
  name = 'ServicesRows1764115400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE "victim-services".work (
      queue text NOT NULL, id uuid NOT NULL, version int NOT NULL, kind text NOT NULL, about uuid NOT NULL, ref text, record uuid,
      service text, counterpart text, months int, outstanding bigint, state text NOT NULL, opened_at text COLLATE "C" NOT NULL,
      due_at text COLLATE "C" NOT NULL, PRIMARY KEY (queue, id));
      CREATE INDEX ON "victim-services".work (queue, state, due_at, id);
      CREATE TABLE "victim-services".shelter (
      id uuid PRIMARY KEY, version int NOT NULL, ref text COLLATE "C" NOT NULL, places int NOT NULL, free int NOT NULL);
      CREATE INDEX ON "victim-services".shelter (ref, id);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "victim-services".work, "victim-services".shelter`);
  }
}
