import { once } from 'node:events';

/** Ends the stack of `global-setup.mjs` and waits until it is gone. */
export default async function stop() {
  const child = globalThis.satuAlurTestStack;
  if (!child || child.exitCode !== null) return;
  child.stdin.end();
  await once(child, 'exit');
}
