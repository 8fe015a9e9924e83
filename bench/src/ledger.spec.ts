import { Ledger } from './ledger';

const place = (stream: string, version: number) => ({ stream, version });

describe('a ledger', () => {
  const written = () => {
    const ledger = new Ledger();
    ledger.acknowledge('a', 1);
    ledger.acknowledge('a', 3, 2);
    ledger.acknowledge('b', 1);
    return ledger;
  };

  it('finds nothing wrong with every event once and in order', async () => {
    const read = [place('a', 1), place('b', 1), place('a', 2), place('a', 3)];
    expect(await written().check(read)).toEqual({ lost: 0, twice: 0, outOfOrder: 0 });
  });

  it('counts what is missing, repeated and before its predecessor', async () => {
    expect(await written().check([place('a', 1), place('b', 1), place('a', 3)])).toMatchObject({ lost: 1, twice: 0 });
    const again = [place('a', 1), place('a', 1), place('a', 2), place('a', 3), place('b', 1)];
    expect(await written().check(again)).toMatchObject({ lost: 0, twice: 1 });
    const swapped = [place('a', 1), place('a', 3), place('a', 2), place('b', 1)];
    expect(await written().check(swapped)).toEqual({ lost: 0, twice: 0, outOfOrder: 1 });
  });

  it('passes over what nobody acknowledged', async () => {
    const read = [place('a', 1), place('a', 2), place('a', 3), place('a', 4), place('b', 1), place('c', 1)];
    expect(await written().check(read)).toEqual({ lost: 0, twice: 0, outOfOrder: 0 });
  });
});
