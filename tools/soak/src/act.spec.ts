import type { AgencyKey } from '@satualur/contracts/ids';
import { isAbandoned, nextAct, servicesOf } from './act';
import { Random } from './random';

const around = {
  seed: 's',
  heldShare: 0.001,
  agencies: ['a', 'b'] as AgencyKey[],
  services: servicesOf(0, 1),
  session: 'w0.0',
};
const random = new Random('acts');
const acts = Array.from({ length: 4_000 }, () => nextAct(random, around, 0, undefined));
const of = (ending: string) => acts.filter((act) => act.ending === ending);

describe('the acts of a session', () => {
  it('end in every way', () => {
    for (const ending of ['failing-statement', 'rolled-back', 'cut-off']) expect(of(ending).length).toBeGreaterThan(20);
  });

  it('are abandoned on a stream that nobody else writes', () => {
    const abandoned = acts.filter(({ ending }) => isAbandoned(ending));
    const written = new Map<string, number>();
    for (const { stream } of acts) written.set(stream, (written.get(stream) ?? 0) + 1);
    expect(abandoned.filter(({ stream }) => written.get(stream) !== 1)).toEqual([]);
  });
});
