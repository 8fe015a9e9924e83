import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Caller, Role } from '@satualur/access/access';
import { at, HOSPITAL, OTHER_HOSPITAL, POLICE } from '@satualur/contracts/cast';
import { type AgencyKey, streamOf, type SubjectId, type Uuid } from '@satualur/contracts/ids';
import { safeContactRuleSet } from '@satualur/contracts/intake/examples';
import type { NoticeEvent } from '@satualur/contracts/platform/events';
import { codeListPublished } from '@satualur/contracts/registry/examples';
import { DraftView, ReferralView } from '@satualur/contracts/views';
import { AgencyHost } from '@satualur/service-host/agency-host';
import { Directory } from '@satualur/service-host/directory';
import { silentLog } from '@satualur/service-host/logging';
import { createApp } from '@satualur/service-host/serve';
import { type Ask, asker, callersByToken, testConfig } from '@satualur/service-host/testing';
import type { memoryVault } from '@satualur/vault/memory-vault';
import { Acts, type Case } from '../cell.acts';
import { Cell } from '../cell.world';
import { DraftHandler, ReferralHandler } from '../referral.handler';
import { BatchHandler, SendDraftHandler, SendHandler } from '../sending.handler';
import { LetterController } from './letter.controller';
import { ListsController } from './lists.controller';
import { ReferralController } from './referral.controller';
import { referralProblems } from './referral.problems';
import { ListQuery } from './referral.requests';
import { storedEvents } from '../stored-events.world';
import { SendingController } from './sending.controller';

const caller = (agency: AgencyKey, ...roles: Role[]): Caller => ({ staff: 'staff-7', agency, roles });
const callers = {
  police: caller(POLICE, 'caseworker'),
  chief: caller(POLICE, 'supervisor'),
  desk: caller(POLICE, 'clerk'),
  hospital: caller(HOSPITAL, 'caseworker'),
  stranger: caller(OTHER_HOSPITAL, 'caseworker'),
};
type Who = keyof typeof callers;
type MemoryVault = ReturnType<typeof memoryVault>;

let cell: Cell;
let of: Case;
let app: NestFastifyApplication;
beforeEach(async () => {
  cell = new Cell();
  of = await new Acts(cell).register();
  @Module({
    imports: [CqrsModule.forRoot()],
    controllers: [SendingController, ReferralController, ListsController, LetterController],
    providers: [
      ...[SendHandler, SendDraftHandler, BatchHandler, DraftHandler, ReferralHandler],
      { provide: AgencyHost, useValue: cell.host },
      { provide: Directory, useValue: cell.directory },
    ],
  })
  class ReferralRoutes {}
  app = await createApp(ReferralRoutes, {
    ...{ config: testConfig('referral'), callers: callersByToken(callers), log: silentLog },
    ...{ problems: referralProblems, clock: { now: () => cell.now } },
  });
});
afterEach(() => app.close());

const ask = (who: Who, method: string, path: string, request: Ask = {}) => asker(app, who)(method, path, request);
const post = async (who: Who, path: string, body: object = {}) => {
  const answer = await ask(who, 'POST', path, { body });
  await cell.settle();
  return {
    status: answer.status,
    ...answer.json<{ id: Uuid; version: number; code?: string; facts?: object; pointer?: string }>(),
  };
};
const sending = (over: object = {}) => ({
  ref: 'F-1',
  record: of.record,
  to: 'RS-6310',
  service: 'LegalAid',
  legalBasis: 'PublicTask',
  ...over,
});
let handed = 0;
/** The keys that a sending to the hospital announces. */
const hand = async (subject: SubjectId) => {
  const [sender, recipient] = [POLICE, HOSPITAL].map((key) => cell.agencies.get(key)!.open.vault as MemoryVault);
  const jwe = await sender!.wrapFor(recipient!.publicKeys.grants, { id: cell.ids.next(), subject, classes: ['identity'] });
  await recipient!.takeIn(jwe, POLICE, String(handed++));
};
const send = async (over: object = {}) => (await post('police', '/referrals', sending(over))).id;

describe('sending over HTTP', () => {
  it('takes no NIK as the number of a referral or a batch, also not to look for', async () => {
    const nik = '6399014505010003';
    for (const over of [{ ref: nik }, { batch: nik }])
      expect(await post('police', '/referrals', sending(over))).toMatchObject({
        status: 422,
        errors: [{ code: 'identity-number' }],
      });
    expect((await post('police', '/batches', { ref: nik, lines: [sending()] })).status).toBe(422);
    expect([ListQuery.safeParse({ batch: nik }).success, ListQuery.safeParse({ batch: 'B-1' }).success]).toEqual([false, true]);
  });

  it('answers with id, ref and version', async () =>
    expect(await post('police', '/referrals', sending())).toMatchObject({
      status: 201,
      id: expect.any(String),
      ref: 'F-1',
      version: 1,
    }));

  it.each([
    [{ to: 'RS-9999' }, 422, 'RECIPIENT_UNKNOWN', { field: '/to', needed: 'AgencyCode' }],
    [{ to: 'GT-6310' }, 409, 'TASK_FORCE_WITHOUT_SECRETARIAT', {}],
    [{ legalBasis: 'Consent' }, 422, 'CONSENT_MISSING', { recipient: HOSPITAL, purpose: 'LegalAid' }],
    [{ legalBasis: 'VitalInterest' }, 409, 'LEGAL_BASIS_MISSING', { legalBasis: 'VitalInterest', purpose: 'LegalAid' }],
    [{ service: 'HealthRehabilitation' }, 422, 'APPLICATION_REQUIRED', {}],
  ])('refuses %j by code, and says what it lacks', async (over, status, code, facts) =>
    expect(await post('police', '/referrals', sending(over))).toMatchObject({
      ...{ status, code },
      ...(Object.keys(facts).length > 0 && { facts }),
    }),
  );

  it('names the classes that a basis is too narrow for', async () => {
    const acts = new Acts(cell);
    of = await acts.registerOnly();
    await acts.recordBasis(of, { classes: ['identity'] });
    expect(await post('police', '/referrals', sending())).toMatchObject({
      ...{ status: 409, code: 'LEGAL_BASIS_TOO_NARROW' },
      facts: { legalBasis: 'PublicTask', purpose: 'LegalAid', needed: 'identity legal', missing: 'legal' },
    });
  });

  it('sends nobody to the secretariat of a kab/kota that there is not', async () => {
    const codes = ['6305', '6310'].map((code) => ({ code, label: { id: code, en: code } }));
    cell.publish(codeListPublished({ list: 'kabkota', scheme: 'kemendagri', codes, validFrom: at('02-01 00:00') }));
    expect(await post('police', '/referrals', sending({ to: 'GT-9999' }))).toMatchObject({
      ...{ status: 422, code: 'RECIPIENT_UNKNOWN', facts: { field: '/to', needed: 'Kabkota' } },
    });
    expect((await post('police', '/referrals', sending({ to: 'GT-6305' }))).status).toBe(201);
  });

  it('refuses an open duplicate and names the open one', async () => {
    const id = await send();
    expect(await post('police', '/referrals', sending({ ref: 'F-2' }))).toMatchObject({
      ...{ status: 409, code: 'DUPLICATE_OPEN', facts: { referral: id } },
    });
  });

  it('is not for the desk; drafting is', async () => {
    expect((await post('desk', '/referrals', sending())).status).toBe(403);
    const { id, status } = await post('desk', '/referrals/drafts', { record: of.record, to: 'RS-6310' });
    expect(status).toBe(201);
    const read = async () => DraftView.parse((await ask('desk', 'GET', `/referrals/${id}`)).json());
    expect(await read()).toMatchObject({ state: 'Draft', to: 'RS-6310', can: ['edit', 'discard'] });
    expect(await post('police', `/referrals/${id}/send`)).toMatchObject({ status: 422, code: 'DRAFT_INCOMPLETE' });
    await post('desk', `/referrals/${id}/edit`, sending());
    expect(await post('police', `/referrals/${id}/send`)).toMatchObject({ status: 200, id, version: 3 });
    expect(await post('desk', `/referrals/${id}/discard`)).toMatchObject({
      status: 409,
      code: 'ILLEGAL_TRANSITION',
      facts: { state: 'Sent' },
    });
  });

  it('sends a batch and says which line was refused', async () => {
    const lines = [sending(), sending({ ref: 'F-2', service: 'Coordination' })].map(({ ...line }) => line);
    const sent = await post('police', '/batches', { ref: 'B-1', lines });
    expect(sent).toMatchObject({ status: 201, ref: 'B-1', referrals: [{ ref: 'F-1' }, { ref: 'F-2' }] });
    const again = [sending({ ref: 'F-3', service: 'CaseManagement' }), sending({ ref: 'F-4' })];
    expect(await post('police', '/batches', { ref: 'B-2', lines: again })).toMatchObject({
      ...{ status: 409, code: 'DUPLICATE_OPEN', facts: { line: '2' } },
    });
  });
});

describe('a code that left its list', () => {
  const labelled = (code: string) => ({ code, label: { id: code, en: code } });
  const leaveOnly = (list: string, code: string) =>
    cell.publish(codeListPublished({ list, scheme: 'satualur', codes: [labelled(code)], validFrom: at('02-01 00:00') }));
  const refused = (list: string, code: string, field: string) => ({
    ...{ status: 422, code: 'CODE_NOT_IN_LIST', facts: { list, code, field, at: at('02-03 10:00') } },
  });

  it('is refused in a sending, in the line of a batch and in an answer, and nothing of it is sent', async () => {
    const id = await send();
    leaveOnly('ServiceCategory', 'Coordination');
    leaveOnly('RejectReason', 'Unsafe');
    const line = sending({ ref: 'F-2', service: 'CaseManagement' });
    expect(await post('police', '/referrals', line)).toMatchObject(refused('ServiceCategory', 'CaseManagement', '/service'));
    const lines = [sending({ ref: 'F-3', service: 'Coordination' }), line];
    const batch = await post('police', '/batches', { ref: 'B-1', lines });
    expect(batch).toMatchObject(refused('ServiceCategory', 'CaseManagement', '/lines/1/service'));
    const rejected = await post('hospital', `/referrals/${id}/reject`, { reason: 'CapacityFull' });
    expect(rejected).toMatchObject(refused('RejectReason', 'CapacityFull', '/reason'));
    expect(await cell.types(HOSPITAL, streamOf('referralin', id))).toEqual(['ReferralReceived']);
    expect(cell.rowsOf(POLICE)).toHaveLength(1);
    expect((await post('hospital', `/referrals/${id}/reject`, { reason: 'Unsafe' })).status).toBe(200);
  });

  it('is refused when a draft that names it is sent', async () => {
    const { id } = await post('police', '/referrals/drafts', sending());
    leaveOnly('ServiceCategory', 'Coordination');
    expect(await post('police', `/referrals/${id}/send`)).toMatchObject(refused('ServiceCategory', 'LegalAid', '/service'));
    expect(await cell.types(POLICE, streamOf('referralout', id))).toEqual(['ReferralDrafted']);
  });
});

describe('answering over HTTP', () => {
  it('tells the current state with every illegal transition, and changes nothing', async () => {
    const id = await send();
    await post('hospital', `/referrals/${id}/reject`, { reason: 'CapacityFull', suggested: 'RS-6371' });
    for (const who of ['police', 'hospital'] as const)
      expect(ReferralView.parse((await ask(who, 'GET', `/referrals/${id}`)).json())).toMatchObject({
        ...{ state: 'Rejected', rejected: { reason: 'CapacityFull', suggested: OTHER_HOSPITAL } },
      });
    const before = cell.rowsOf(HOSPITAL);
    for (const [act, body] of [
      ...([
        ['acknowledge', {}],
        ['accept', {}],
        ['reject', { reason: 'Unsafe' }],
        ['confirm-withdrawal', {}],
      ] as const),
    ])
      expect(await post('hospital', `/referrals/${id}/${act}`, body)).toMatchObject({
        ...{ status: 409, code: 'ILLEGAL_TRANSITION', facts: { state: 'Rejected' } },
      });
    for (const act of ['withdraw', 'terminate'])
      expect(await post('chief', `/referrals/${id}/${act}`, { reason: 'Other' })).toMatchObject({
        ...{ status: 409, code: 'ILLEGAL_TRANSITION', facts: { state: 'Rejected' } },
      });
    expect(cell.rowsOf(HOSPITAL)).toEqual(before);
  });

  it('asks for words with another reason, and for none with a coded one', async () => {
    const id = await send();
    const reject = (body: object) => post('hospital', `/referrals/${id}/reject`, body);
    expect(await reject({ reason: 'Other' })).toMatchObject({ status: 422, code: 'REASON_TEXT_REQUIRED' });
    expect(await reject({ reason: 'Unsafe', text: 'x' })).toMatchObject({ status: 422, code: 'REASON_TEXT_NOT_WANTED' });
    const refusals = () => cell.agencies.get(HOSPITAL)!.log.streams.size;
    const before = refusals();
    expect(await reject({ reason: 'Other', text: 'gedung sedang diperbaiki' })).toMatchObject({
      ...{ status: 503, code: 'KEYS_NOT_HERE', facts: { state: 'Sent' } },
    });
    expect(refusals()).toBe(before);
    await hand(of.subject);
    expect(await reject({ reason: 'Other', text: 'gedung sedang diperbaiki' })).toMatchObject({ status: 200 });
  });

  it('keeps those words sealed in both halves, to be read by both until the person is erased', async () => {
    const words = 'kakak Kenanga Contoh bekerja di sini';
    const id = await send();
    await hand(of.subject);
    await post('hospital', `/referrals/${id}/reject`, { reason: 'Other', text: words });
    for (const key of [POLICE, HOSPITAL])
      expect(
        cell.agencies
          .get(key)!
          .log.events.map(({ bytes }) => bytes.toString())
          .join(),
      ).not.toContain(words);
    const shown = async (who: Who) => (await ask(who, 'GET', `/referrals/${id}`)).json<ReferralView>().rejected;
    for (const who of ['police', 'hospital'] as const) expect(await shown(who)).toEqual({ reason: 'Other', text: words });
    await cell.agencies.get(POLICE)!.open.vault.destroy(of.subject);
    await cell.agencies.get(HOSPITAL)!.open.vault.destroyGranted(POLICE, of.subject, ['identity']);
    expect(await shown('police')).toEqual({ reason: 'Other', text: { closed: 'erased' } });
    expect(await shown('hospital')).toEqual({ reason: 'Other', text: { closed: 'not-granted' } });
  });

  it('keeps them sealed where the sender’s clerk writes them down', async () => {
    const id = await send({ to: 'DINSOS-73' });
    const said = { reason: 'Other', text: 'gedung sedang diperbaiki', proxied: true, evidence: 'SURAT/CONTOH/1' };
    expect(await post('police', `/referrals/${id}/reject`, said)).toMatchObject({ status: 200 });
    const { events } = cell.agencies.get(POLICE)!.log;
    expect(events.map(({ bytes }) => bytes.toString()).join()).not.toContain(said.text);
    const shown = (await ask('police', 'GET', `/referrals/${id}`)).json<ReferralView>();
    expect(shown.rejected).toEqual({ reason: 'Other', text: said.text });
  });

  it('for a recipient off the platform is the sender’s, with evidence', async () => {
    const id = await send({ to: 'DINSOS-73' });
    const accept = (body: object) => post('police', `/referrals/${id}/accept`, body);
    expect(await accept({})).toMatchObject({ status: 409, code: 'RECIPIENT_OFF_PLATFORM' });
    expect(await accept({ proxied: true })).toMatchObject({ status: 422, code: 'EVIDENCE_REQUIRED' });
    const read = async () => ReferralView.parse((await ask('police', 'GET', `/referrals/${id}`)).json());
    expect(await read()).toMatchObject({ state: 'Sent', proxied: true, can: ['withdraw', 'acknowledge', 'accept', 'reject'] });
    expect(await accept({ proxied: true, evidence: 'SURAT/CONTOH/1' })).toMatchObject({ status: 200 });
    expect(await read()).toMatchObject({ state: 'Accepted' });
  });

  it('of the other side is refused with the state it stands in, not as unknown', async () => {
    const id = await send();
    const [state, code] = [{ state: 'Sent' }, 'NOT_THE_RECIPIENT'];
    for (const act of ['acknowledge', 'accept', 'confirm-withdrawal'])
      expect(await post('police', `/referrals/${id}/${act}`)).toMatchObject({ status: 403, code, facts: state });
    for (const [act, body] of [
      ['withdraw', { reason: 'Other' }],
      ['send', {}],
      ['edit', { record: of.record }],
      ['discard', {}],
    ] as const)
      expect(await post('hospital', `/referrals/${id}/${act}`, body)).toMatchObject({
        ...{ status: 403, code: 'NOT_THE_SENDER', facts: state },
      });
    expect(await post('police', `/referrals/${id}/send`)).toMatchObject({ status: 409, code: 'ALREADY_SENT', facts: state });
    expect(await cell.types(HOSPITAL, streamOf('referralin', id))).toEqual(['ReferralReceived']);
    expect(await cell.types(POLICE, streamOf('referralout', id))).toEqual(['ReferralSent']);
  });

  it('of a draft there is none, and one thrown away is not sent', async () => {
    const { id } = await post('desk', '/referrals/drafts', sending());
    const illegal = (state: string) => ({ status: 409, code: 'ILLEGAL_TRANSITION', facts: { state } });
    expect(await post('police', `/referrals/${id}/accept`)).toMatchObject(illegal('Draft'));
    await post('desk', `/referrals/${id}/discard`);
    expect(await post('police', `/referrals/${id}/send`)).toMatchObject(illegal('Discarded'));
  });

  it('is nobody else’s', async () => {
    const id = await send();
    for (const act of ['acknowledge', 'accept'])
      expect(await post('stranger', `/referrals/${id}/${act}`)).toMatchObject({ status: 404, code: 'REFERRAL_UNKNOWN' });
  });
});

describe('a completed referral', () => {
  it('shows both sides what its service came to', async () => {
    const id = await send();
    await post('hospital', `/referrals/${id}/accept`);
    const [acts, episode] = [new Acts(cell), cell.ids.next()];
    for (const [type, data] of [
      ['ServiceStarted', { service: 'LegalAid' }],
      ['ServiceCompleted', { outcome: 'PartlyMet' }],
    ] as const) {
      await acts.serve(HOSPITAL, id, episode, { type, data } as never);
      await cell.settle();
    }
    for (const who of ['police', 'hospital'] as const)
      expect(ReferralView.parse((await ask(who, 'GET', `/referrals/${id}`)).json())).toMatchObject({
        ...{ state: 'Completed', outcome: 'PartlyMet' },
      });
  });
});

describe('a request passed back', () => {
  it('is refused also where the acceptance named a record that was there before', async () => {
    const id = await send();
    const theirs = await new Acts(cell).register(HOSPITAL);
    const back = () => post('hospital', '/referrals', sending({ ref: 'F-2', record: theirs.record, to: 'POL-6310' }));
    expect(await post('hospital', `/referrals/${id}/accept`, { recipientRecord: theirs.record })).toMatchObject({ status: 200 });
    expect(await back()).toMatchObject({ status: 409, code: 'REFERRAL_CYCLIC' });
    expect((await post('chief', `/referrals/${id}/terminate`, { reason: 'MovedAway' })).status).toBe(200);
    expect(await back()).toMatchObject({ status: 201 });
  });
});

describe('how the person may be reached', () => {
  const said = { danger: true, rule: 'NoContact' } as const;
  const say = (over: object) =>
    cell.write(POLICE, 'intake', streamOf('record', of.record), safeContactRuleSet({ subject: of.subject, ...over }));
  const shown = async (who: Who, id: Uuid) => (await ask(who, 'GET', `/referrals/${id}`)).json<object>();

  it('travels with the referral, without its note, and stands before the person', async () => {
    await say(said);
    const id = await send();
    for (const who of ['police', 'hospital'] as const) {
      const body = await shown(who, id);
      expect(ReferralView.parse(body)).toMatchObject({ contact: said });
      const keys = Object.keys(body);
      expect(keys.indexOf('contact')).toBeLessThan(keys.indexOf('person'));
      expect((await ask(who, 'GET', `/referrals/${id}/letter`)).text).toMatch(/ADA BAHAYA.*JANGAN DIHUBUNGI/);
    }
    const [received] = await cell.storeOf(HOSPITAL).read(streamOf('referralin', id));
    expect(received!.event.data).toMatchObject({ contact: said });
    expect(Object.keys((received!.event.data as { contact: object }).contact).sort()).toEqual(['danger', 'rule']);
  });

  it('is for the sender as its record says now', async () => {
    const id = await send();
    expect(await shown('police', id)).not.toHaveProperty('contact');
    await say(said);
    expect(await shown('police', id)).toMatchObject({ contact: said });
  });

  it('follows to the recipient when it is set later, and its people are told', async () => {
    const id = await send();
    await say({ danger: false, rule: 'NoMessages' });
    await cell.settle();
    expect(await shown('hospital', id)).toMatchObject({ contact: { danger: false, rule: 'NoMessages' } });
    for (const again of [said, said]) {
      await say(again);
      await cell.settle();
    }
    expect(await shown('hospital', id)).toMatchObject({ contact: said });
    expect((await ask('hospital', 'GET', `/referrals/${id}/letter`)).text).toMatch(/ADA BAHAYA.*JANGAN DIHUBUNGI/);
    const events = cell.agencies.get(HOSPITAL)!.log.events.map(({ bytes }) => storedEvents.of(bytes).event as NoticeEvent);
    const told = events.flatMap((event) => (event.type === 'NotificationRaised' ? [event.data] : []));
    expect(told.filter(({ kind }) => kind === 'SafeContactChanged')).toMatchObject([{ emergency: false }, { emergency: true }]);
  });

  it('goes no more to a recipient whose referral was ended without a service', async () => {
    const id = await send();
    await post('hospital', `/referrals/${id}/reject`, { reason: 'CapacityFull' });
    await say(said);
    await cell.settle();
    expect(await cell.types(POLICE, streamOf('referralout', id))).not.toContain('ReferralContactChanged');
  });

  it('of a recipient off the platform stands in both halves at once', async () => {
    const id = await send({ to: 'DINSOS-73' });
    for (const rule of ['NoMessages', 'NoContact']) {
      await say({ danger: false, rule });
      await cell.settle();
    }
    const noted = (await cell.types(POLICE, streamOf('referralin', id))).filter((type) => type === 'ReferralContactNoted');
    expect(noted).toHaveLength(2);
  });
});

describe('a work queue over HTTP', () => {
  const queue = (query: string) => ask('hospital', 'GET', `/queues/awaiting-service?${query}`);

  it('is asked for by service, agency and urgency, as the list is, and by nothing else', async () => {
    const answer = await queue('service=LegalAid&emergency=true&with=RS-9999');
    expect([answer.status, answer.json()]).toEqual([200, { items: [], total: 0 }]);
    expect((await queue('service=Massage')).status).toBe(422);
    expect((await queue('batch=B-1')).status).toBe(422);
  });
});

describe('the letter over HTTP', () => {
  it('is a page of its own, opened for the sender, closed where no keys came, and hidden from others', async () => {
    const id = await send();
    const letterFor = (who: Who) => ask(who, 'GET', `/referrals/${id}/letter`);
    const letter = await letterFor('police');
    expect(letter.status).toBe(200);
    expect(letter.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'sha256-/),
      'cache-control': 'no-store',
    });
    expect(letter.text).toContain('Kenanga Contoh');
    expect((await letterFor('hospital')).text).toContain('tidak dapat dibuka');
    expect((await letterFor('stranger')).status).toBe(404);
  });

  it('is a page alone, and nobody is noted to have looked who asked for something else', async () => {
    const id = await send();
    const { log } = cell.agencies.get(POLICE)!;
    const before = log.events.length;
    const asked = await ask('police', 'GET', `/referrals/${id}/letter`, { headers: { accept: 'application/json' } });
    expect({ status: asked.status, ...asked.json() }).toMatchObject({ status: 406, facts: { offered: 'text/html' } });
    expect(log.events).toHaveLength(before);
  });

  it('is not there for a draft', async () => {
    const { id } = await post('desk', '/referrals/drafts', { record: of.record });
    expect((await ask('desk', 'GET', `/referrals/${id}/letter`)).status).toBe(404);
  });
});

describe('a look at a person', () => {
  const looks = () =>
    cell.agencies
      .get(HOSPITAL)!
      .log.events.map(({ bytes }) => storedEvents.of(bytes))
      .filter(({ event }) => event.type === 'RecordViewed');

  it.each(['', '/letter'])('is an event before the answer: GET /referrals/:id%s', async (path) => {
    const id = await send();
    expect((await ask('hospital', 'GET', `/referrals/${id}${path}`)).status).toBe(200);
    const [look, ...more] = looks();
    expect(more).toEqual([]);
    expect(look!.envelope.actor).toBe('staff-7/caseworker');
    expect(look!.event.data).toMatchObject({ subject: streamOf('referralin', id), fields: expect.arrayContaining(['name']) });
  });

  it('is none when nothing is shown: of another agency’s referral, and of a draft', async () => {
    const id = await send();
    expect((await ask('stranger', 'GET', `/referrals/${id}`)).status).toBe(404);
    const draft = await post('desk', '/referrals/drafts', { record: of.record, to: 'RS-6310' });
    expect((await ask('desk', 'GET', `/referrals/${draft.id}`)).status).toBe(200);
    const events = [...cell.agencies.values()].flatMap(({ log }) => log.events.map(({ bytes }) => storedEvents.of(bytes)));
    expect(events.filter(({ event }) => event.type === 'RecordViewed')).toEqual([]);
  });
});
