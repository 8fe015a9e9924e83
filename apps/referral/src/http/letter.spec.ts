import { at, HOSPITAL, POLICE, RECORD, REF, REFERRAL } from '@satualur/contracts/cast';
import type { ReferralView } from '@satualur/contracts/views';
import { letter, LETTER_CSP, type LetterParts } from './letter';

const referral: ReferralView = {
  ...{
    id: REFERRAL,
    half: 'sender',
    state: 'Sent',
    sentAt: at('02-03 10:00'),
    ref: REF,
    from: POLICE,
    to: HOSPITAL,
    record: RECORD,
  },
  ...{ service: 'HealthRehabilitation', legalBasis: 'PublicTask', can: [] },
  ...{ acknowledgeBy: at('02-04 10:00'), deadline: at('02-06 10:00'), expireAt: at('02-06 10:00') },
  person: { name: 'Kenanga Contoh', birthDate: '2004-08-17', sex: 'F' },
};
const parts = (over: Partial<ReferralView> = {}, more: Partial<LetterParts> = {}): LetterParts => ({
  referral: { ...referral, ...over },
  from: { code: 'POL-6310', name: 'Polres Contoh' },
  to: { code: 'RS-6310', name: 'Rumah Sakit Contoh' },
  printedAt: at('02-03 10:30'),
  ...more,
});

const HOSTILE = `"><script>alert(1)</script><img src=x onerror='x'>&`;

describe('the letter of a referral', () => {
  it('says who refers whom to whom, for what, on what basis and until when, in Indonesian and local time', () => {
    const page = letter(parts());
    for (const said of [
      '<html lang="id">',
      'Polres Contoh (POL-6310)',
      'Rumah Sakit Contoh (RS-6310)',
      `Nomor: ${REF}`,
      'Kenanga Contoh',
      '17 Agustus 2004',
      'Perempuan',
      'Rehabilitasi kesehatan',
      'Tugas dalam kepentingan umum',
      '6 Februari 2026',
      '10.00 WITA',
      '@media print',
    ])
      expect(page).toContain(said);
  });

  it.each([
    ['Withdrawn', 'DICABUT'],
    ['Rejected', 'DITOLAK'],
    ['Expired', 'KEDALUWARSA'],
    ['Terminated', 'DIHENTIKAN'],
    ['Completed', 'SELESAI'],
  ] as const)('says in large letters that it has ended: %s', (state, said) =>
    expect(letter(parts({ state }))).toContain(`<p class="ended">${said}</p>`),
  );

  it.each(['Sent', 'Acknowledged', 'Accepted', 'InService'] as const)('says where it stands while it is open: %s', (state) => {
    const page = letter(parts({ state }));
    expect(page).toMatch(/<p class="status">Status: [A-Z][a-z]/);
    expect(page).not.toContain('class="ended"');
  });

  it('leaves out what is not known', () => expect(letter(parts())).not.toMatch(/NIK|Telepon|DARURAT|Tujuan semula/));

  it('says what is out of the ordinary', () => {
    const routed = { requested: 'GT-6305', reason: 'NoTaskForce' as const };
    const page = letter(parts({ emergency: true, routed, proxied: true }));
    for (const said of ['DARURAT', 'GT-6305', 'di luar sistem']) expect(page).toContain(said);
  });

  it('says how the person may be reached above the number', () => {
    const person = { name: 'Kenanga Contoh', phone: '+628990000001' };
    const page = letter(parts({ person, contact: { danger: true, rule: 'OnlyAtAgreedTimes' } }));
    const [danger, rule, phone] = ['ADA BAHAYA', 'Hanya pada waktu yang disepakati', '+628990000001'].map((said) =>
      page.indexOf(said),
    );
    expect([danger! > 0, rule! > danger!, phone! > rule!]).toEqual([true, true, true]);
    expect(letter(parts({ person }))).toMatch(/Belum dinyatakan oleh pengirim.*\+628990000001/);
  });

  it('prints no number of somebody whom nobody may ring', () => {
    const person = { name: 'Kenanga Contoh', phone: '+628990000001' };
    const page = letter(parts({ person, contact: { danger: false, rule: 'NoContact' } }));
    expect(page).toContain('JANGAN DIHUBUNGI');
    expect(page).not.toMatch(/Telepon|628990000001|ADA BAHAYA/);
  });

  it('says so where a value cannot be opened', () => {
    const page = letter(parts({ person: { name: { closed: 'erased' }, phone: { closed: 'not-granted' } } }));
    for (const said of ['dihapus atas permintaan', 'tidak dapat dibuka']) expect(page).toContain(said);
  });

  it('holds nothing that runs, whatever people wrote', () => {
    const head = { code: HOSTILE, name: HOSTILE };
    const person = { name: HOSTILE, nik: HOSTILE, phone: HOSTILE, birthDate: HOSTILE, sex: HOSTILE };
    const hostile = { ref: HOSTILE as ReferralView['ref'], batch: HOSTILE as ReferralView['batch'], person };
    const page = letter(parts({ ...hostile, routed: { requested: HOSTILE, reason: 'NoTaskForce' } }, { from: head, to: head }));
    expect(page).not.toMatch(/<script|<img|onerror='/);
    expect(page).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&#39;x&#39;&gt;&amp;');
    expect(letter(parts())).not.toMatch(/<script|javascript:|https?:/);
  });

  it('allows its own style alone', () => {
    expect(LETTER_CSP).toMatch(/^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; /);
    expect(LETTER_CSP).not.toContain('unsafe');
  });
});
