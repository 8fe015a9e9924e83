import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A registration that names a case looks for the agency's other records of it. */
export class CaseRefIndex1764115301000 implements MigrationInterface {
  name = 'CaseRefIndex1764115301000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX record_case_ref ON "intake".record (case_ref) WHERE case_ref IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "intake".record_case_ref`);
  }
}
