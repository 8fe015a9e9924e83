import { at, HOSPITAL, POLICE } from '@satualur/contracts/cast';
import { streamOf } from '@satualur/contracts/ids';
import { codeListPublished } from '@satualur/contracts/registry/examples';
import { RecordView } from '@satualur/contracts/views';
import { codeOf } from '../intake.world';
import { deskForEach } from './desk.world';

const desk = deskForEach();

const claimed = (value: string) => ({ value, method: 'Document' as const });
const parts = { firstName: claimed('Melati'), middleName: claimed('Ayu'), secondName: claimed('Rekaan') };
const find = async (name: string) => (await desk.post('police', '/records/search', { name }))['items'] as { id: string }[];
const labelled = (code: string) => ({ code, label: { id: code, en: code } });

describe('a witness', () => {
  const witness = { role: { value: 'witness' as const, method: 'Document' as const } };

  it('has a record like anybody, whose role names its scheme', async () => {
    const { id, status } = await desk.register(witness);
    expect(status).toBe(201);
    const shown = await desk.get('police', `/records/${id}`);
    expect(shown).toMatchObject({ assertions: { role: { value: 'witness', scheme: 'satualur' } } });
    expect(RecordView.safeParse(shown).error).toBeUndefined();
    expect((await find('Kenanga Contoh')).map((found) => found.id)).toEqual([id]);
    const purposes = { recipients: [codeOf(HOSPITAL)], purposes: ['LegalAid'], givenBy: 'self' };
    expect((await desk.post('police', `/records/${id}/consents`, purposes)).status).toBe(201);
  });

  it('turns into a victim by a correction, and is refused once the list of roles has none', async () => {
    const { id } = await desk.register(witness);
    const victim = { assertions: { role: { value: 'victim', method: 'Document' } }, reason: 'NewEvidence' };
    expect((await desk.post('police', `/records/${id}/correct`, victim)).status).toBe(200);
    expect(await desk.get('police', `/records/${id}`)).toMatchObject({ assertions: { role: { value: 'victim' } } });
    const [scheme, codes] = ['satualur' as const, ['victim', 'perpetrator'].map(labelled)];
    desk.world.publish(codeListPublished({ list: 'PersonRole', scheme, codes, validFrom: at('02-01 00:00') }));
    expect(await desk.register(witness)).toMatchObject({ status: 422, facts: { list: 'PersonRole', code: 'witness' } });
  });

  it('is no word of another list', async () => {
    const refused = await desk.register({ role: { value: 'saksi' as never, method: 'Document' } });
    expect(refused).toMatchObject({
      ...{ status: 422, code: 'VALIDATION_FAILED' },
      errors: [{ pointer: '/assertions/role/value', code: 'not-in-list', list: 'PersonRole' }],
    });
    expect(desk.world.events(POLICE)).toEqual([]);
  });
});

describe('what HTCDS asks of a person in a case', () => {
  const coded = (value: unknown) => ({ value, method: 'SelfDeclared' as const });
  const codes = {
    ...{ citizenship: coded(['ID']), education: coded('PrimaryEducation'), recruitment: coded(['ThroughOnlineSocialNetworks']) },
    ...{ control: coded(['DebtBondage', 'WithholdsDocuments']), industry: coded('A_AgricultureForestryAndFishing') },
    ...{ sexExploitation: coded([]), relationToTrafficker: coded('Acquainted'), roleInProcess: coded(['Transporter']) },
  };
  const personal = {
    email: coded('kenanga@contoh.example'),
    address: coded('Jalan Rekaan 1, Rantau'),
    ageWhenTrafficked: coded(16),
  };

  it('is stated with the scheme of each code, and sealed where it tells who the person is', async () => {
    const { id, status } = await desk.register({ ...codes, ...personal, children: coded(2) } as never);
    expect(status).toBe(201);
    const [stored] = await desk.world.office(POLICE).open.store.read(streamOf('record', id));
    expect(stored!.bytes.toString()).not.toMatch(/kenanga@|Jalan/);
    const { assertions } = await desk.get('police', `/records/${id}`);
    const named = Object.entries(codes).map(([field, stated]) => [field, { ...stated, scheme: 'htcds-2.0' }]);
    expect(assertions).toMatchObject({ ...Object.fromEntries(named), ...personal, children: { value: 2 } });
  });

  it.each(Object.entries(codes).filter(([field]) => field !== 'sexExploitation'))(
    'is of the list in force: %s',
    async (field, stated) => {
      const list = {
        ...{ citizenship: 'iso3166_alpha2', education: 'prs_HighestLevelOfEducation', recruitment: 'vic_MethodOfRecruitment' },
        ...{ control: 'vic_MethodsOfControl', industry: 'vic_ForcedLabourIndustry', roleInProcess: 'per_RoleInProcess' },
        ...{ relationToTrafficker: 'vic_RelationshipToTrafficker' },
      }[field]!;
      desk.world.publish(
        codeListPublished({ list, scheme: 'htcds-2.0', codes: [labelled('Other')], validFrom: at('02-01 00:00') }),
      );
      expect(await desk.register({ [field]: stated })).toMatchObject({ status: 422, code: 'CODE_NOT_IN_LIST', facts: { list } });
    },
  );
});

describe('the parts of a name', () => {
  it('stand beside the whole, sealed as it is, and open for the owner', async () => {
    const { id } = await desk.register({ name: claimed('Melati R.'), salutation: claimed('Nona'), ...parts });
    const [stored] = await desk.world.office(POLICE).open.store.read(streamOf('record', id));
    expect(stored!.bytes.toString()).not.toMatch(/Nona|Melati|Ayu|Rekaan/);
    expect(await desk.get('police', `/records/${id}`)).toMatchObject({
      assertions: { name: { value: 'Melati R.' }, salutation: { value: 'Nona' }, ...parts },
    });
  });

  it.each(['Melati Ayu Rekaan', 'Mlati Rekaan', 'Ayu Rekaan', 'Melati R.'])(
    'find their person as the whole does: %s',
    async (name) => {
      const { id } = await desk.register({ name: claimed('Bunga Contoh'), ...parts });
      await desk.register({ name: claimed('Kenanga Contoh') });
      expect((await find(name)).map((found) => found.id)).toEqual([id]);
      expect(await find('Nona')).toEqual([]);
    },
  );

  it('warn of a likely record', async () => {
    const { id } = await desk.register({ name: claimed('Melati Ayu Rekaan') });
    const { firstName, secondName } = parts;
    const likely = await desk.post('police', '/records/likely', { assertions: { firstName, secondName } });
    expect(likely['items']).toMatchObject([{ id, because: ['Name'] }]);
  });
});
