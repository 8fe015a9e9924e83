import { costByTenth, type Spent } from './tenths';

const notes = (every: number, costOf: (command: number) => number): Spent[] => {
  const all: Spent[] = [{ commands: 0, milliseconds: 5_000 }];
  for (let command = 1, spent = 5_000; command <= 1_000; command++) {
    spent += costOf(command);
    if (command % every === 0) all.push({ commands: command, milliseconds: spent });
  }
  return all;
};

describe('the cost of a command by tenths', () => {
  it('is the same in each when every command costs the same, whatever was spent before the first', () => {
    for (const cost of costByTenth(notes(10, () => 3))) expect(cost).toBeCloseTo(3);
  });

  it('grows with what grows', () => {
    const costs = costByTenth(notes(10, (command) => (command > 900 ? 6 : 3)));
    expect(costs[8]).toBeCloseTo(3);
    expect(costs[9]).toBeCloseTo(6);
  });

  it('is told where no note stands on the bound of a tenth', () => {
    for (const cost of costByTenth(notes(40, () => 3))) expect(cost).toBeCloseTo(3);
  });
});
