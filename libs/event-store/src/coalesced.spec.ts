import { coalesced } from './coalesced';

const GAP_MS = 2;

describe('coalesced calls', () => {
  let sent: number;
  let ended: (() => void)[];
  const send = () => {
    sent++;
    return new Promise<void>((resolve) => ended.push(resolve));
  };
  /** Lets what waits for a timer or a promise go on. */
  const later = (ms = GAP_MS + 1) => new Promise<void>((resolve) => setTimeout(resolve, ms));

  beforeEach(() => {
    sent = 0;
    ended = [];
  });

  it('send at once when nothing is on its way', () => {
    coalesced(send, GAP_MS)();
    expect(sent).toBe(1);
  });

  it('share one more sending however many come meanwhile', async () => {
    const wake = coalesced(send, GAP_MS);
    for (let call = 0; call < 10; call++) wake();
    await later();
    expect(sent).toBe(1);
    ended.shift()!();
    await later();
    expect(sent).toBe(2);
    ended.shift()!();
    await later();
    expect(sent).toBe(2);
  });

  it('wait for the gap also when the sending was faster, and lose none that comes in it', async () => {
    const wake = coalesced(() => Promise.resolve(sent++), 20);
    wake();
    await Promise.resolve();
    wake();
    expect(sent).toBe(1);
    await later(30);
    expect(sent).toBe(2);
  });

  it('go on after a sending that failed', async () => {
    const wake = coalesced(() => {
      sent++;
      return Promise.reject(new Error('connection lost'));
    }, GAP_MS);
    wake();
    await later();
    wake();
    await later();
    expect(sent).toBe(2);
  });
});
