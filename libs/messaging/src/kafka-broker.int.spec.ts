import { brokerContract } from './broker.contract';
import { KafkaBroker } from './kafka-broker';
import { testKafka } from './testing.kafka';

brokerContract('KafkaBroker', () => Promise.resolve(new KafkaBroker({ ...testKafka(), app: 'contract' })));
