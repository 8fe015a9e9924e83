import { serve } from '@satualur/service-host/serve';
import { RegistryModule } from './registry.module';
import { registryProblems } from './http/registry.problems';

void serve({ service: 'registry', module: RegistryModule, problems: registryProblems });
