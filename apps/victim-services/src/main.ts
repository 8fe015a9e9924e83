import { serve } from '@satualur/service-host/serve';
import { servicesProblems } from './http/services.problems';
import { VictimServicesModule } from './services.module';

void serve({ service: 'victim-services', module: VictimServicesModule, problems: servicesProblems });
