/** Waits until all have ended, also when one fails; then throws the first failure. */
export async function allOf(...work: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(work);
  await Promise.all(work);
}
