import type { AddressInfo } from 'node:net';
import { POLICE, RECORD, STAFF } from '@satualur/contracts/cast';
import { instantOf, streamOf, uuidOfStream } from '@satualur/contracts/ids';
import type { NoticeEvent } from '@satualur/contracts/platform/events';
import { HybridClock } from '@satualur/event-store/clock';
import { MemoryEventStore, MemoryLog } from '@satualur/event-store/memory-store';
import type { StoredEvent } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { uuidFrom } from '@satualur/service-host/secrets';
import { SMTPServer } from 'smtp-server';
import { emailChannel } from './email';
import { sendWaiting } from './mailer';
import type { Wish } from './notice';
import { rowOf } from './notice-rows';
import { noticeOf, raise } from './raise';

interface Mail {
  readonly to: readonly string[];
  readonly text: string;
}

/** A real SMTP server on this machine; `refuse` lets it turn mail away. */
async function mailServer() {
  const mails: Mail[] = [];
  const behaviour = { refuse: false };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => done(behaviour.refuse ? new Error('mailbox full') : undefined),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, text: Buffer.concat(chunks).toString('utf8') });
        done();
      });
    },
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.server.address() as AddressInfo;
  const close = () => new Promise<void>((closed) => server.close(closed));
  return { mails, behaviour, close, url: `smtp://127.0.0.1:${port}` };
}

/** One agency in memory; its outbox is asked of its events as the rows are made of them. */
function agency() {
  const time = { now: Date.parse('2026-02-03T02:00:00.000Z') };
  const clock = { now: () => time.now };
  const options = { log: new MemoryLog(), source: '/agencies/pol-6310/referral', clock: new HybridClock(clock) };
  const store = new MemoryEventStore(options);
  const streams = new Set<ReturnType<typeof noticeOf>>();
  const query = async () => {
    const read = [...streams].map(async (stream) => rowOf((await store.read(stream)) as StoredEvent<NoticeEvent>[])!);
    return (await Promise.all(read)).filter(({ sent, read: seen }) => !sent && !seen);
  };
  const open = { key: POLICE, store, clock, rows: { query } } as unknown as OpenAgency;
  const tell = async (wish: Wish) => {
    streams.add(noticeOf(wish));
    const command = { id: uuidFrom('raise', noticeOf(wish)) };
    await store.transact({ actor: STAFF, at: instantOf(time.now), command }, (unit) => raise(unit, wish));
  };
  const events = async (wish: Wish) => (await store.read(noticeOf(wish))).map(({ event }) => event.type);
  return { open, tell, events, time };
}

const wish: Wish = { kind: 'ReferralReceived', about: streamOf('referralin', RECORD), role: 'caseworker', emergency: true };
const settings = { from: 'satu-alur@contoh.example', to: 'rujukan+{agency}-{role}@contoh.example' };

describe('notices by e-mail', () => {
  let server: Awaited<ReturnType<typeof mailServer>>;
  let channel: ReturnType<typeof emailChannel>;
  beforeEach(async () => {
    server = await mailServer();
    channel = emailChannel({ ...settings, url: server.url });
  });
  afterEach(async () => {
    channel.close();
    await server.close();
  });

  it('reach the role of the agency, say nothing of what they are about, and go once', async () => {
    const { open, tell, events } = agency();
    await tell(wish);
    expect(await sendWaiting(open, 'referral', channel)).toBe(1);
    expect(await sendWaiting(open, 'referral', channel)).toBe(0);
    expect(await events(wish)).toEqual(['NotificationRaised', 'NotificationSent']);
    expect(server.mails).toHaveLength(1);
    const [mail] = server.mails;
    expect(mail!.to).toEqual(['rujukan+pol-6310-caseworker@contoh.example']);
    expect(mail!.text).toContain('Subject: DARURAT: Satu rujukan baru');
    expect(mail!.text).toContain(`Message-ID: <${uuidOfStream(noticeOf(wish))}@satualur.example>`);
    expect(mail!.text).not.toContain(RECORD);
  });

  it('are tried again later, each time after twice as long, when they are turned away', async () => {
    const { open, tell, events, time } = agency();
    server.behaviour.refuse = true;
    await tell(wish);
    const minutes = async (passed: number) => {
      time.now += passed * 60_000;
      return sendWaiting(open, 'referral', channel);
    };
    expect([await minutes(0), await minutes(0.9), await minutes(0.1), await minutes(1.9)]).toEqual([1, 0, 1, 0]);
    server.behaviour.refuse = false;
    expect(await minutes(0.1)).toBe(1);
    expect(await events(wish)).toEqual(['NotificationRaised', 'NotificationFailed', 'NotificationFailed', 'NotificationSent']);
    expect(server.mails).toHaveLength(1);
  });

  it('fail by code, without an address, when nobody listens', async () => {
    const { open, tell } = agency();
    await tell(wish);
    const nobody = emailChannel({ ...settings, url: 'smtp://127.0.0.1:1' });
    await sendWaiting(open, 'referral', nobody);
    const [, failed] = await open.store.read(noticeOf(wish));
    expect(failed!.event).toMatchObject({ type: 'NotificationFailed', data: { channel: 'Email', code: 'ESOCKET' } });
  });
});
