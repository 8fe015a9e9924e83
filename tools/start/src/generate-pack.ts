import { parseArgs } from 'node:util';
import { generatedPack } from './generated-pack';

const { values } = parseArgs({
  options: { victims: { type: 'string', default: '40' }, seed: { type: 'string', default: '1' } },
  strict: true,
});
process.stdout.write(`${JSON.stringify(generatedPack(Number(values.victims), Number(values.seed)), null, 1)}\n`);
