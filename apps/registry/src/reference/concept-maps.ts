import type { CodeCommand } from '../domain/code-list';

type PublishConceptMap = Extract<CodeCommand, { type: 'PublishConceptMap' }>;
type Entry = PublishConceptMap['entries'][number];
type Map = Omit<PublishConceptMap, 'type' | 'validFrom'> & {
  /** Calendar date in WITA. */
  readonly validFrom: string;
};

const same = (code: string, to: string): Entry => ({ code, to, relation: 'Equivalent' });
/** The target says more. */
const within = (code: string, to: string): Entry => ({ code, to, relation: 'Broader' });
const near = (code: string, to: string): Entry => ({ code, to, relation: 'Related' });
const nothing = (code: string): Entry => ({ code, to: null, relation: 'None' });

const simfoni = (list: string) => ({ scheme: 'simfoni' as const, list });
const htcds = (list: string) => ({ scheme: 'htcds-2.0' as const, list });
const statute = (list: string) => ({ scheme: 'uu-21-2007' as const, list });
const services = { scheme: 'satualur' as const, list: 'ServiceCategory' };
const READ = 'this project’s own reading; to be confirmed by the task force';

/** From list to list, code by code; `None` where the target has no word for it. */
export const conceptMaps: readonly Map[] = [
  {
    ...{ map: 'services-to-htcds', from: services, to: htcds('spl_Type'), validFrom: '2021-12-24' },
    source: 'acceptance format 1, section 2: three categories have an HTCDS code, the others are local',
    entries: [
      same('HealthRehabilitation', 'Health'),
      same('SocialRehabilitation', 'SocialCare'),
      same('LegalAid', 'Legal'),
      ...['Repatriation', 'Reintegration', 'CaseManagement', 'LawEnforcement', 'MigrantWorkerProtection', 'Coordination'].map(
        nothing,
      ),
    ],
  },
  {
    ...{ map: 'simfoni-to-services', from: simfoni('simfoni_Layanan'), to: services, validFrom: '2021-01-01', source: READ },
    entries: [
      same('Kesehatan', 'HealthRehabilitation'),
      same('RehabilitasiSosial', 'SocialRehabilitation'),
      same('BantuanHukum', 'LegalAid'),
      same('PenegakanHukum', 'LawEnforcement'),
      same('ReintegrasiSosial', 'Reintegration'),
      same('Pemulangan', 'Repatriation'),
      near('PendampinganTokohAgama', 'SocialRehabilitation'),
      nothing('Pengaduan'),
    ],
  },
  {
    ...{ map: 'simfoni-to-htcds-services', from: simfoni('simfoni_Layanan'), to: htcds('spl_Type'), validFrom: '2021-12-24' },
    source: READ,
    entries: [
      same('Kesehatan', 'Health'),
      same('RehabilitasiSosial', 'SocialCare'),
      same('BantuanHukum', 'Legal'),
      near('PendampinganTokohAgama', 'SocialCare'),
      ...['Pengaduan', 'PenegakanHukum', 'ReintegrasiSosial', 'Pemulangan'].map(nothing),
    ],
  },
  {
    ...{ map: 'simfoni-to-htcds-education', from: simfoni('simfoni_Pendidikan'), to: htcds('prs_HighestLevelOfEducation') },
    ...{ validFrom: '2021-12-24', source: READ },
    entries: [
      same('TK', 'EarlyChildhoodEducation'),
      same('SD', 'PrimaryEducation'),
      same('SMP', 'LowerSecondaryEducation'),
      same('SMA', 'UpperSecondaryEducation'),
      same('S1', 'BachelorsOrEquivalentLevel'),
      same('S2', 'MastersOrEquivalentLevel'),
      same('S3', 'DoctoralOrEquivalentLevel'),
    ],
  },
  {
    ...{ map: 'simfoni-to-htcds-relation', from: simfoni('simfoni_Hubungan'), to: htcds('vic_RelationshipToTrafficker') },
    ...{ validFrom: '2021-12-24', source: READ },
    entries: [
      ...['OrangTua', 'Keluarga', 'SuamiIstri'].map((code) => within(code, 'Familial')),
      ...['Tetangga', 'PacarTeman', 'Guru', 'Majikan', 'RekanKerja'].map((code) => within(code, 'Acquainted')),
      nothing('Lainnya'),
    ],
  },
  {
    ...{ map: 'simfoni-to-htcds-form', from: simfoni('simfoni_BentukKekerasan'), to: htcds('vic_MethodsOfControl') },
    ...{ validFrom: '2021-12-24', source: READ },
    entries: [
      same('Fisik', 'PhysicalAbuse'),
      same('Psikis', 'PsychologicalAbuse'),
      same('Seksual', 'SexualAbuse'),
      near('Penelantaran', 'WithholdsNecessities'),
      ...['Trafficking', 'Eksploitasi'].map(nothing),
      same('Lainnya', 'Other'),
    ],
  },
  {
    ...{ map: 'statute-to-htcds-purpose', from: statute('TraffickingPurpose'), to: htcds('vic_TypeOfExploitation') },
    ...{ validFrom: '2021-12-24', source: READ },
    entries: [
      within('Prostitution', 'SexualExploitation'),
      same('ForcedLabour', 'ForcedLabour'),
      near('Slavery', 'Servitude'),
      near('PhysicalOrSexualUse', 'SexualExploitation'),
      same('OrganTransplant', 'OrganRemoval'),
      near('UseOfLabourOrAbility', 'ForcedLabour'),
      ...['Oppression', 'Extortion'].map(nothing),
    ],
  },
  {
    ...{ map: 'statute-to-htcds-means', from: statute('TraffickingMeans'), to: htcds('vic_MethodsOfControl') },
    ...{ validFrom: '2021-12-24', source: READ },
    entries: [
      near('ThreatOfForce', 'PhysicalThreats'),
      near('UseOfForce', 'PhysicalAbuse'),
      near('Deception', 'FalsePromises'),
      same('DebtBondage', 'DebtBondage'),
      ...['Abduction', 'Confinement', 'Forgery', 'AbuseOfPower', 'AbuseOfVulnerability', 'PaymentForControl'].map(nothing),
    ],
  },
];
