import { serve } from '@satualur/service-host/serve';
import { recordProblems } from './http/record.problems';
import { IntakeModule } from './intake.module';

void serve({ service: 'intake', module: IntakeModule, problems: recordProblems });
