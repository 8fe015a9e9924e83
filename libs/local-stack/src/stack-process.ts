import { startStack } from './stack';

/**
 * Runs a stack of its own until its standard input ends, which happens also when the process that started it is killed.
 * Says one line of JSON when it is up.
 */
async function main(): Promise<void> {
  const steps: Record<string, number> = {};
  const dataDir = process.argv[2];
  const stack = await startStack({ ...(dataDir && { dataDir }), onStep: (name, ms) => (steps[name] = Math.round(ms)) });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void stack.stop().then(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  process.stdin.resume().once('end', stop).once('close', stop);
  const { postgres, kafka, parts } = stack;
  process.stdout.write(`${JSON.stringify({ postgres, kafka, parts, dataDir: stack.dataDir, steps })}\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
