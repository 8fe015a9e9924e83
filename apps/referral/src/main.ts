import { serve } from '@satualur/service-host/serve';
import { referralProblems } from './http/referral.problems';
import { ReferralModule } from './referral.module';

void serve({ service: 'referral', module: ReferralModule, problems: referralProblems });
