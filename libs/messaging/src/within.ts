/** What `work` comes to, or `late` when it is not there after `ms`; work that is late goes on by itself, its failure unheard. */
export async function within<T, L>(ms: number, work: Promise<T>, late: L): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  const alarm = new Promise<L>((resolve) => {
    timer = setTimeout(() => resolve(late), ms);
  });
  work.catch(() => undefined);
  return Promise.race([work, alarm]).finally(() => clearTimeout(timer));
}
