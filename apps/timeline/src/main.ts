import { serve } from '@satualur/service-host/serve';
import { TimelineModule } from './timeline.module';

void serve({ service: 'timeline', module: TimelineModule, problems: { 'timer-not-fired': 409 } });
