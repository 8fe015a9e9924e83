import { at, HOSPITAL, idOf, OTHER_HOSPITAL, POLICE } from '@satualur/contracts/cast';
import { instantOf, streamOf, type Uuid } from '@satualur/contracts/ids';
import { codeOf } from '../intake.world';
import { deskForEach } from './desk.world';
import { Consents, LegalBases } from './intake.answers';

const desk = deskForEach();

const GUARDIAN = '6399015708049009';
const HEALTH = { recipients: [codeOf(HOSPITAL)], purposes: ['HealthRehabilitation'], givenBy: 'self' };
const grant = (id: Uuid, over: object = {}) => desk.post('police', `/records/${id}/consents`, { ...HEALTH, ...over });
const readConsents = async (id: Uuid) => {
  const { status, ...view } = await desk.get('desk', `/records/${id}/consents`);
  expect([status, Consents.safeParse(view).error]).toEqual([200, undefined]);
  return view;
};
const looks = () => desk.world.events(POLICE).filter(({ event }) => event.type === 'RecordViewed');

describe('the consents of a record', () => {
  it('say what was given, to whom, until when, and how it stands', async () => {
    const { id } = await desk.register();
    expect(await readConsents(id)).toEqual({ id, grants: [], refused: [], stops: [], version: 0 });
    const expiresAt = at('02-10 10:00');
    await grant(id, { recipients: [codeOf(HOSPITAL), codeOf(OTHER_HOSPITAL)], classes: ['medical'], language: 'bjn', expiresAt });
    const granted = {
      version: 1,
      grantedAt: instantOf(desk.world.now),
      purposes: HEALTH.purposes,
      givenBy: 'self',
      language: 'bjn',
    };
    const standing = (agency: string, of: string) => ({ agency, standing: of });
    expect(await readConsents(id)).toMatchObject({
      grants: [{ ...granted, expiresAt, recipients: [HOSPITAL, OTHER_HOSPITAL].map((each) => standing(each, 'Allowed')) }],
    });
    const { stops } = await desk.post('police', `/records/${id}/consents/withdraw`, { recipients: [codeOf(HOSPITAL)] });
    const [asked] = stops as [{ stop: Uuid }];
    expect(await readConsents(id)).toMatchObject({
      grants: [{ recipients: [standing(HOSPITAL, 'Withdrawn'), standing(OTHER_HOSPITAL, 'Allowed')] }],
      stops: [{ ...asked, recipient: HOSPITAL, state: 'Asked', confirmBy: expect.any(String) }],
    });
    await desk.post('hospital', `/stops/${asked.stop}/confirm`);
    await desk.world.passTo(Date.parse(at('02-11 10:00')));
    expect(await readConsents(id)).toMatchObject({
      grants: [{ recipients: [standing(HOSPITAL, 'Withdrawn'), standing(OTHER_HOSPITAL, 'Expired')] }],
      stops: [{ state: 'Confirmed', confirmedAt: expect.any(String) }],
    });
  });

  it('say what was refused', async () => {
    const { id } = await desk.register();
    await desk.post('police', `/records/${id}/consents/refuse`, HEALTH);
    expect(await readConsents(id)).toMatchObject({
      grants: [],
      refused: [{ version: 1, recipients: [HOSPITAL], purposes: HEALTH.purposes, givenBy: 'self' }],
    });
  });

  it('say of whom it is not known which guardian gave it, and show no guardian’s number', async () => {
    const { id } = await desk.register();
    await grant(id, { givenBy: 'guardian' });
    await grant(id, { givenBy: 'guardian', guardianNik: GUARDIAN });
    await grant(id);
    const view = await readConsents(id);
    expect((view['grants'] as { guardianUnidentified?: true }[]).map((one) => one.guardianUnidentified)).toEqual([
      ...[true, undefined, undefined],
    ]);
    expect(JSON.stringify(view)).not.toMatch(new RegExp(`${GUARDIAN}|guardianNik|"ct"`));
  });

  it('are there for a record on its way, and for nobody else', async () => {
    const { id } = await desk.post('police', '/records/announced', { ref: 'R-LATE' });
    await grant(id);
    expect(await readConsents(id)).toMatchObject({ grants: [{ version: 1 }] });
    for (const path of ['consents', 'legal-bases']) {
      expect((await desk.get('hospital', `/records/${id}/${path}`)).status).toBe(404);
      expect((await desk.get('police', `/records/${idOf(0xdead)}/${path}`)).status).toBe(404);
      expect((await desk.get('auditor', `/records/${id}/${path}`)).status).toBe(403);
    }
    expect(looks()).toHaveLength(1);
  });

  it('are looked at only with a durable event', async () => {
    const { id } = await desk.register();
    await readConsents(id);
    expect(looks()).toMatchObject([
      { event: { data: { subject: streamOf('consent', id), fields: [] } }, envelope: { actor: 'staff-7/clerk' } },
    ]);
  });
});

it('the legal bases of a record say what they hold for at present', async () => {
  const { id } = await desk.register();
  const state = (over: object) =>
    desk.post('police', `/records/${id}/legal-bases`, { basis: 'PublicTask', classes: ['identity'], ...over });
  await state({ purposes: ['LegalAid', 'Repatriation'], article: 'UU 27/2022 pasal 20' });
  await state({ purposes: ['LegalAid'], until: '2026-02-01T10:00:00+08:00' });
  const { status, ...view } = await desk.get('desk', `/records/${id}/legal-bases`);
  expect([status, LegalBases.safeParse(view).error]).toEqual([200, undefined]);
  expect(view).toMatchObject({
    ...{ id, version: 2 },
    bases: [
      { version: 1, basis: 'PublicTask', article: 'UU 27/2022 pasal 20', inForceFor: ['Repatriation'] },
      { version: 2, purposes: ['LegalAid'], inForceFor: [] },
    ],
  });
  expect(looks()).toMatchObject([{ event: { data: { subject: streamOf('legalbasis', id) } } }]);
});
