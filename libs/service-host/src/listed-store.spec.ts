import { at, POLICE, RECORD, STAFF } from '@satualur/contracts/cast';
import type { Cause, StatedCode } from '@satualur/contracts/event';
import { streamOf, type Instant } from '@satualur/contracts/ids';
import { legalBasisRecorded } from '@satualur/contracts/intake/examples';
import type { RegistryEvent } from '@satualur/contracts/registry/events';
import { codeListPublished } from '@satualur/contracts/registry/examples';
import { HybridClock } from '@satualur/event-store/clock';
import { MemoryEventStore, MemoryLog } from '@satualur/event-store/memory-store';
import { randomIds } from '@satualur/event-store/random-ids';
import { storedEvent } from '@satualur/event-store/envelope';
import { DatedLists } from './dated-lists';
import { ListedStore } from './listed-store';

const stream = streamOf('legalbasis', RECORD);
const ids = randomIds();
const labelled = (code: string) => ({ code, label: { id: code, en: code } });

let lists: DatedLists;
let log: MemoryLog;
let store: ListedStore;
beforeEach(() => {
  [lists, log] = [new DatedLists(), new MemoryLog()];
  const clock = new HybridClock({ now: () => Date.parse(at('07-20 10:00')) }, false);
  store = new ListedStore(new MemoryEventStore({ log, source: `/agencies/${POLICE}/intake`, clock }), lists);
});

const publish = (from: Instant, version: string, ...codes: string[]) =>
  lists.apply(codeListPublished({ version, validFrom: from, codes: codes.map(labelled) }) as RegistryEvent);
const cause = (over: Partial<Cause> = {}, ...codes: StatedCode[]): Cause => ({
  ...{ actor: STAFF, at: at('07-20 10:00'), command: { id: ids.next() }, codes, ...over },
});
const channel = (code: string, over: Partial<StatedCode> = {}): StatedCode => ({
  ...{ list: 'ComplaintChannel', code, pointer: '/channel', ...over },
});
const write = (asked: Cause) => store.transact(asked, (unit) => unit.record(stream, [legalBasisRecorded()]));
const logged = () => log.events.map(({ bytes }) => storedEvent(bytes).event.type);

describe('a store that holds codes against their lists', () => {
  it('refuses a code that its list does not have, says which and when, and writes nothing else', async () => {
    publish(at('01-01 00:00'), '1', 'InPerson');
    await expect(write(cause({}, channel('InPerson'), channel('Raid')))).rejects.toMatchObject({
      rule: 'code-not-in-list',
      detail: { list: 'ComplaintChannel', code: 'Raid', at: at('07-20 10:00'), field: '/channel' },
    });
    expect(logged()).toEqual(['CommandRefused']);
    await write(cause({}, channel('InPerson')));
    expect(logged()).toEqual(['CommandRefused', 'LegalBasisRecorded']);
  });

  it('asks the list that held at the recorded time', async () => {
    publish(at('01-01 00:00'), '1', 'InPerson', 'Raid');
    publish(at('07-01 00:00'), '2', 'InPerson');
    const code = channel('Raid');
    await expect(write(cause({}, code))).rejects.toMatchObject({ rule: 'code-not-in-list' });
    await expect(write(cause({ recordedAt: at('07-01 00:00') }, code))).rejects.toMatchObject({ rule: 'code-not-in-list' });
    await write(cause({ recordedAt: at('06-30 23:59') }, code));
    expect(logged()).toContain('LegalBasisRecorded');
  });

  it('gives a repeat its first answer, whatever the lists say since', async () => {
    publish(at('01-01 00:00'), '1', 'Raid');
    const asked = cause({}, channel('Raid'));
    const first = await write(asked);
    publish(at('07-01 00:00'), '2', 'InPerson');
    expect(await write(asked)).toMatchObject({ repeated: true, hlc: first.hlc });
    expect(logged()).toEqual(['LegalBasisRecorded']);
  });

  it('refuses a scheme that is not the list’s', async () => {
    publish(at('01-01 00:00'), '1', 'InPerson');
    await write(cause({}, channel('InPerson', { scheme: 'simfoni' })));
    await expect(write(cause({}, channel('InPerson', { scheme: 'htcds-2.0' })))).rejects.toMatchObject({
      ...{ rule: 'code-not-in-list', detail: { scheme: 'htcds-2.0' } },
    });
  });

  it('finds a code by the scheme and version it names', async () => {
    publish(at('01-01 00:00'), '2026-01', 'InPerson');
    const coded = (version: string, code: string, scheme: StatedCode['scheme'] = 'simfoni') =>
      write(cause({}, { scheme, version, code, pointer: '/indicators/0' }));
    await coded('2026-01', 'InPerson');
    await coded('any', 'Anything', 'kemendagri');
    await expect(coded('2026-01', 'Raid')).rejects.toMatchObject({
      detail: { scheme: 'simfoni', version: '2026-01', code: 'Raid' },
    });
    await expect(coded('2025', 'InPerson')).rejects.toMatchObject({ rule: 'code-not-in-list' });
  });
});
