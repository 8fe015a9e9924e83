import { prepareCell } from './cell';
import { APPS, type Stack, startStack } from './stack';
import { testStack } from './testing';

const { postgres, kafka, dataDir } = testStack();
const DATABASE_URL = process.env['TEST_DATABASE_URL'];
const KAFKA_BROKERS = kafka.brokers.join(',');
const upper = (name: string) => name.toUpperCase().replaceAll('-', '_');
const passwords = Object.fromEntries(
  ['provisioner', ...APPS].map((app) => [`KAFKA_USER_${upper(app)}`, kafka.credentials[app]?.password]),
);
const admin = { KAFKA_ADMIN_USERNAME: 'admin', KAFKA_ADMIN_PASSWORD: kafka.credentials['admin']?.password };

describe('a stack at given addresses', () => {
  const stacks: Stack[] = [];
  const start = async (env: NodeJS.ProcessEnv): Promise<Stack> => {
    const stack = await startStack({ env });
    stacks.push(stack);
    return stack;
  };
  afterAll(() => Promise.all(stacks.map((stack) => stack.stop())));

  it('is used as it stands, prepared as a cell, and left running', async () => {
    const stack = await start({ DATABASE_URL, KAFKA_BROKERS, ...admin, ...passwords });
    expect(stack).toMatchObject({ parts: { postgres: 'given', kafka: 'given' }, postgres, kafka });
    const cell = await prepareCell({ ...stack, dataDir });
    expect(cell.envFor('timeline')).toMatchObject({
      KAFKA_BROKERS,
      KAFKA_USERNAME: 'timeline',
      DATABASE_PORT: String(postgres.port),
    });
    await stack.stop();
    await start({ DATABASE_URL, KAFKA_BROKERS, ...admin, ...passwords });
  });

  it('is taken for one without security when no administrator is named', async () => {
    const stack = await start({ DATABASE_URL, KAFKA_BROKERS });
    expect(stack.kafka.credentials).toEqual({});
  });

  it('is refused, without its password, when it does not let us in', async () => {
    const wrong = (DATABASE_URL ?? '').replace(postgres.password, 'not-the-password');
    const refused = start({ DATABASE_URL: wrong, KAFKA_BROKERS });
    await expect(refused).rejects.toThrow(`DATABASE_URL: ${postgres.host}:${postgres.port} does not let us in (28P01)`);
    await expect(refused).rejects.not.toThrow('not-the-password');
    await expect(start({ DATABASE_URL, KAFKA_BROKERS: '127.0.0.1:1' })).rejects.toThrow(
      'KAFKA_BROKERS: no broker answers at 127.0.0.1:1',
    );
  });

  it('is refused when a principal’s password is missing', async () => {
    const { KAFKA_USER_VICTIM_SERVICES: _, ...others } = passwords;
    const incomplete = start({ DATABASE_URL, KAFKA_BROKERS, ...admin, ...others });
    await expect(incomplete).rejects.toThrow('no password given for the principals victim-services');
  });
});
