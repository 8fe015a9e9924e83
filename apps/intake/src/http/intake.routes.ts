import { CaseController } from './case.controller';
import { ConsentController } from './consent.controller';
import { ExportController } from './export.controller';
import { GroundsController } from './grounds.controller';
import { HistoriesController } from './histories.controller';
import { ListsController } from './lists.controller';
import { RecordActsController } from './record-acts.controller';
import { RecordController } from './record.controller';
import { RightsController } from './rights.controller';

/** What the service answers over HTTP. */
export const intakeRoutes = [
  ...[ExportController, ListsController, GroundsController, HistoriesController, RecordController],
  ...[RecordActsController, CaseController, ConsentController, RightsController],
];
