import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists and work queues of this service, one row a half. */
export class ReferralRows1764115200000 implements MigrationInterface {
  name = 'ReferralRows1764115200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE "referral".item (
      half text NOT NULL, id uuid NOT NULL, version int NOT NULL, state text NOT NULL, ref text, counterpart text,
      record uuid, subject uuid, service text, legal_basis text, application uuid, batch text,
      since text COLLATE "C" NOT NULL, acknowledge_by text COLLATE "C", deadline text COLLATE "C",
      emergency boolean NOT NULL, proxied boolean NOT NULL, overdue boolean NOT NULL, rerouted boolean NOT NULL,
      withdrawal_confirmed boolean NOT NULL, PRIMARY KEY (half, id));
      CREATE INDEX ON "referral".item (half, since, id);
      CREATE INDEX ON "referral".item (half, state, acknowledge_by);
      CREATE INDEX ON "referral".item (record) WHERE record IS NOT NULL;
      CREATE INDEX ON "referral".item (counterpart, subject);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "referral".item`);
  }
}
