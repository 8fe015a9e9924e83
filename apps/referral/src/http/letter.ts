import { createHash } from 'node:crypto';
import { isFinal } from '@satualur/contracts/referral/life-cycle';
import { isSealedBox } from '@satualur/contracts/sealed';
import type { ReferralView } from '@satualur/contracts/views';

/** What the letter says of an agency: as it is called now. */
export interface Letterhead {
  readonly code: string;
  readonly name: string;
}

export interface LetterParts {
  readonly referral: ReferralView;
  readonly from: Letterhead;
  readonly to: Letterhead;
  /** When it is printed. */
  readonly printedAt: string;
}

const services: Record<ReferralView['service'], string> = {
  HealthRehabilitation: 'Rehabilitasi kesehatan',
  SocialRehabilitation: 'Rehabilitasi sosial',
  LegalAid: 'Bantuan hukum',
  Repatriation: 'Pemulangan',
  Reintegration: 'Reintegrasi sosial',
  CaseManagement: 'Manajemen kasus',
  LawEnforcement: 'Penegakan hukum',
  MigrantWorkerProtection: 'Pelindungan pekerja migran',
  Coordination: 'Koordinasi',
};
const bases: Record<ReferralView['legalBasis'], string> = {
  Consent: 'Persetujuan subjek data',
  Contract: 'Pemenuhan perjanjian',
  LegalObligation: 'Kewajiban hukum',
  VitalInterest: 'Kepentingan vital',
  PublicTask: 'Tugas dalam kepentingan umum',
  LegitimateInterest: 'Kepentingan sah lainnya',
};
const articles: Record<ReferralView['legalBasis'], string> = {
  Consent: 'a',
  Contract: 'b',
  LegalObligation: 'c',
  VitalInterest: 'd',
  PublicTask: 'e',
  LegitimateInterest: 'f',
};
/** As the state is printed; in capitals where there is nothing left to answer. */
const states: Record<ReferralView['state'], string> = {
  Sent: 'Terkirim, belum dikonfirmasi',
  Acknowledged: 'Diterima, belum dijawab',
  Accepted: 'Disetujui',
  InService: 'Dalam layanan',
  Completed: 'SELESAI',
  Rejected: 'DITOLAK',
  Expired: 'KEDALUWARSA',
  Withdrawn: 'DICABUT',
  Terminated: 'DIHENTIKAN',
};
const contactRules: Record<NonNullable<ReferralView['contact']>['rule'], string> = {
  Safe: 'Aman dihubungi',
  OnlyByWorker: 'Hanya oleh petugas yang menangani',
  OnlyAtAgreedTimes: 'Hanya pada waktu yang disepakati',
  NoMessages: 'Jangan tinggalkan pesan',
  NoContact: 'JANGAN DIHUBUNGI',
};
const sexes: Readonly<Record<string, string>> = { F: 'Perempuan', M: 'Laki-laki' };

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Text of people as text of a page, whatever stands in it. */
const text = (value: unknown): string => String(value).replace(/[&<>"']/g, (character) => entities[character]!);

const wita = new Intl.DateTimeFormat('id-ID', { timeZone: 'Asia/Makassar', dateStyle: 'long', timeStyle: 'short' });
const day = new Intl.DateTimeFormat('id-ID', { timeZone: 'UTC', dateStyle: 'long' });
const moment = (instant: string): string => `${wita.format(new Date(instant))} WITA`;

const STYLE = `body{font:12pt/1.45 serif;color:#000;background:#fff;max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{font-size:15pt;text-align:center;margin:1.5rem 0 .25rem}p.number{text-align:center;margin:0 0 1.5rem}
header{border-bottom:2px solid #000;padding-bottom:.5rem}table{border-collapse:collapse;width:100%}
th{text-align:left;font-weight:normal;width:14rem;vertical-align:top;padding:.15rem .5rem .15rem 0}td{padding:.15rem 0}
.urgent{border:2px solid #000;padding:.25rem .75rem;font-weight:bold;text-align:center}
.ended{border:4px double #000;margin:1rem 0;padding:.5rem;font-size:28pt;font-weight:bold;text-align:center}
.sign{display:flex;justify-content:space-between;margin-top:2.5rem}.sign div{width:16rem}.sign .line{margin-top:4rem;border-top:1px solid #000}
footer{margin-top:2rem;font-size:9pt}@page{size:A4;margin:2cm}@media print{body{margin:0;max-width:none;padding:0}}`;

const hashOf = (style: string): string => createHash('sha256').update(style).digest('base64');
/** No script, no image, nothing from elsewhere: only this letter's own style. */
export const LETTER_CSP = `default-src 'none'; style-src 'sha256-${hashOf(STYLE)}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const closed: Readonly<Record<string, string>> = { erased: 'dihapus atas permintaan', 'not-granted': 'tidak dapat dibuka' };

function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'closed' in value) return `<em>${closed[String(value.closed)] ?? '–'}</em>`;
  return isSealedBox(value) ? '<em>tidak dapat dibuka</em>' : text(value);
}

/** A calendar date in words; what is none, as it is. */
const date = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? day.format(new Date(value)) : given(value);

type Line = readonly [label: string, html: string | undefined];
const table = (lines: readonly Line[]): string =>
  `<table>${lines.flatMap(([label, html]) => (html === undefined ? [] : [`<tr><th scope="row">${label}</th><td>${html}</td></tr>`])).join('')}</table>`;
const given = (value: unknown): string | undefined => (value === undefined ? undefined : shown(value));
const agency = ({ name, code }: Letterhead): string => `${text(name)} (${text(code)})`;

/** How to reach the person, above any number; the number of somebody whom nobody may ring is not printed. */
function contactLines({ contact }: ReferralView, phone: unknown): readonly Line[] {
  const unsaid = phone === undefined ? undefined : 'Belum dinyatakan oleh pengirim';
  return [
    ['Peringatan', contact?.danger ? '<strong>ADA BAHAYA BAGI ORANG INI</strong>' : undefined],
    ['Cara menghubungi', contact ? `<strong>${contactRules[contact.rule]}</strong>` : unsaid],
    ['Telepon', contact?.rule === 'NoContact' ? undefined : given(phone)],
  ];
}

function personLines({ referral }: LetterParts): readonly Line[] {
  const { name, nik, birthDate, ageEstimate, sex, phone } = referral.person as Record<string, unknown>;
  return [
    ['Nama', given(name)],
    ['NIK', given(nik)],
    ['Tanggal lahir', date(birthDate)],
    ['Perkiraan usia', ageEstimate === undefined ? undefined : `${shown(ageEstimate)} tahun`],
    ['Jenis kelamin', sex === undefined ? undefined : text(sexes[String(sex)] ?? sex)],
    ...contactLines(referral, phone),
  ];
}

function referralLines({ referral, to }: LetterParts): readonly Line[] {
  const { routed, service, legalBasis, sentAt, acknowledgeBy, deadline, batch, proxied } = referral;
  return [
    ['Layanan yang diminta', services[service]],
    ['Dasar pemrosesan', `${bases[legalBasis]} (UU 27/2022 Pasal 20 ayat (2) huruf ${articles[legalBasis]})`],
    ['Dikirim', moment(sentAt)],
    ['Konfirmasi penerimaan paling lambat', moment(acknowledgeBy)],
    ['Jawaban paling lambat', moment(deadline)],
    ['Tujuan semula', routed && `${text(routed.requested)} (belum ada gugus tugas; diteruskan ke ${agency(to)})`],
    ['Nomor berkas rujukan', batch === undefined ? undefined : text(batch)],
    ['Jawaban', proxied && 'Penerima di luar sistem: dicatat oleh pengirim dengan bukti'],
  ];
}

/** Where the referral stands as the letter is printed: large once it has ended, so that no paper looks valid that is not. */
const status = ({ state }: ReferralView): string =>
  `<p class="${isFinal(state) ? 'ended' : 'status'}">${isFinal(state) ? '' : 'Status: '}${states[state]}</p>`;

/** The letter of a referral, Indonesian, for print: one page without script. Everything that people wrote is escaped. */
export function letter(parts: LetterParts): string {
  const { referral, from, to, printedAt } = parts;
  return `<!doctype html>
<html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">
<title>Surat rujukan</title><style>${STYLE}</style></head><body>
<header><strong>${agency(from)}</strong></header>
<main><h1>Surat Rujukan</h1><p class="number">Nomor: ${text(referral.ref)}</p>
${status(referral)}
${referral.emergency ? '<p class="urgent">DARURAT</p>' : ''}
<p>Kepada Yth. <strong>${agency(to)}</strong></p>
<p>Bersama ini kami merujuk orang berikut untuk mendapat layanan yang disebut di bawah.</p>
<h2>Orang yang dirujuk</h2>${table(personLines(parts))}
<h2>Rujukan</h2>${table(referralLines(parts))}
<div class="sign"><div>Yang merujuk<div class="line">Nama dan tanda tangan</div></div><div>Yang menerima<div class="line">Nama dan tanda tangan</div></div></div>
</main><footer>Rahasia: memuat data pribadi (UU 27/2022). Dicetak ${moment(printedAt)}.</footer></body></html>
`;
}
