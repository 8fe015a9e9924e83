import { brokerContract } from './broker.contract';
import { MemoryBroker } from './memory-broker';

brokerContract('MemoryBroker', () => Promise.resolve(new MemoryBroker()));
