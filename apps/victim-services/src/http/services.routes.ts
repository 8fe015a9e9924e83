import { ApplicationController } from './application.controller';
import { EpisodeController } from './episode.controller';
import { HistoriesController } from './histories.controller';
import { ListsController } from './lists.controller';
import { PlanController } from './plan.controller';
import { ProcessController } from './process.controller';
import { ReferralServiceController } from './referral-service.controller';
import { RestitutionController } from './restitution.controller';
import { ReturnController } from './return.controller';
import { ShelterController } from './shelter.controller';

/** What the service answers over HTTP. */
export const servicesRoutes = [
  ...[ListsController, HistoriesController, ApplicationController, EpisodeController, ReferralServiceController],
  ...[PlanController, ShelterController, ReturnController, ProcessController, RestitutionController],
];
