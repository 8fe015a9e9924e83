import type { Instant, Uuid } from '@satualur/contracts/ids';
import type { Language } from '@satualur/contracts/timeline/views';
import type { Published } from './known-event';
import * as words from './words';
import type { Words } from './words';

/** How a sentence names what its event points to; nothing here is personal data. */
export interface Names {
  readonly language: Language;
  /** Code of the agency or name of the service whose log the event stands in. */
  readonly by: string;
  /** Referral, record or application that the event's own stream is. */
  readonly own: Uuid;
  agency(key: string): string;
  referral(id: Uuid): string;
  record(id: Uuid): string;
  application(id: Uuid): string;
  date(instant: Instant): string;
}

type Sentence<E extends Published> = (data: E['data'], names: Names) => Words;
type Sentences = { readonly [T in Published['type']]: Sentence<Extract<Published, { type: T }>> };

type Recorded = Extract<Published, { type: 'AgencyRecordRegistered' }>['data']['assertions'];
const both = (id: string, en: string): Words => ({ id, en });
const list = (codes: readonly Words[], language: Language): string => codes.map((code) => code[language]).join(', ');

/** Status and forms of exploitation in brackets, when stated. */
function asserted({ traffickingStatus, exploitation }: Recorded, language: Language): string {
  const status = traffickingStatus ? words.status[traffickingStatus.value][language] : '';
  const forms = list(
    (exploitation?.value ?? []).map((code) => words.exploitation[code]),
    language,
  );
  const stated = [status, forms].filter((part) => part !== '').join('; ');
  return stated === '' ? '' : ` (${stated})`;
}

const role = { victim: both('korban', 'victim'), perpetrator: both('pelaku', 'perpetrator') };

/** One sentence an event: a new published event without one does not compile. */
export const sentences = {
  AgencyRegistered: ({ code, name }) => both(`${code} (${name}) terdaftar.`, `${code} (${name}) was registered.`),
  AgencyProvisioned: ({ key }, { agency }) =>
    both(`Penyimpanan dan kunci ${agency(key)} siap.`, `The store and keys of ${agency(key)} are ready.`),
  TaskForceFormed: ({ kabkota }) => both(`Gugus tugas ${kabkota} terbentuk.`, `The task force of ${kabkota} was formed.`),
  TaskForceAbsenceRecorded: ({ kabkota }) => both(`Gugus tugas ${kabkota} belum ada.`, `There is no task force in ${kabkota}.`),
  SlaPolicyChanged: ({ validFrom }, { date }) =>
    both(`Ketentuan tenggat berlaku sejak ${date(validFrom)}.`, `Time limits apply from ${date(validFrom)}.`),

  AgencyRecordRegistered: ({ ref, viaReferral, assertions }, { by, referral, language }) => {
    const facts = asserted(assertions, language);
    const who = role[assertions.role.value];
    return viaReferral
      ? both(
          `${by} mendaftarkan catatan ${ref} tentang ${who.id} atas rujukan ${referral(viaReferral)}${facts}.`,
          `${by} registered record ${ref} of a ${who.en} on referral ${referral(viaReferral)}${facts}.`,
        )
      : both(
          `${by} mendaftarkan catatan ${ref} tentang ${who.id}${facts}.`,
          `${by} registered record ${ref} of a ${who.en}${facts}.`,
        );
  },
  KeysAwaited: ({ from }, { by, agency }) =>
    both(`${by} menunggu kunci data dari ${agency(from)}.`, `${by} awaits data keys of ${agency(from)}.`),
  KeysReceived: ({ from, classes }, { by, agency, language }) => {
    const kinds = list(
      classes.map((code) => words.dataClass[code]),
      language,
    );
    return both(
      `${by} menerima kunci data dari ${agency(from)} (${kinds}).`,
      `${by} took in data keys of ${agency(from)} (${kinds}).`,
    );
  },
  KeysRequested: ({ from }, { by, agency }) =>
    both(`${by} meminta kunci data lagi kepada ${agency(from)}.`, `${by} asked ${agency(from)} for data keys again.`),

  ReferralSent: ({ ref, to, service, supersedes, deadline }, { by, agency, referral, date }) => {
    const kind = words.service[service];
    const instead = supersedes && both(`, menggantikan ${referral(supersedes)}`, `, replacing ${referral(supersedes)}`);
    return both(
      `${by} merujuk ke ${agency(to)} untuk ${kind.id} (rujukan ${ref}${instead ? instead.id : ''}); keputusan ditunggu sampai ${date(deadline)}.`,
      `${by} referred to ${agency(to)} for ${kind.en} (referral ${ref}${instead ? instead.en : ''}); a decision is due by ${date(deadline)}.`,
    );
  },
  ReferralWithdrawn: ({ reason }, { by, own, referral }) =>
    both(
      `${by} menarik rujukan ${referral(own)}: ${words.reason[reason].id}.`,
      `${by} withdrew referral ${referral(own)}: ${words.reason[reason].en}.`,
    ),
  ReferralRerouted: ({ by: next, to }, { by, own, agency, referral }) =>
    both(
      `${by} mengalihkan rujukan ${referral(own)} ke ${agency(to)} sebagai rujukan ${referral(next)}.`,
      `${by} rerouted referral ${referral(own)} to ${agency(to)} as referral ${referral(next)}.`,
    ),
  ReferralExpired: ({ deadline }, { own, referral, date }) =>
    both(
      `Rujukan ${referral(own)} kedaluwarsa: tidak ada keputusan sampai ${date(deadline)}.`,
      `Referral ${referral(own)} expired: no decision by ${date(deadline)}.`,
    ),
  ReferralExpiryRevoked: ({ acceptance }, { own, referral, date }) =>
    both(
      `Kedaluwarsa rujukan ${referral(own)} dibatalkan: penerimaan pada ${date(acceptance.at)} baru sampai.`,
      `The expiry of referral ${referral(own)} was revoked: an acceptance of ${date(acceptance.at)} arrived late.`,
    ),
  ReferralOverdue: ({ acknowledgeBy }, { own, referral, date }) =>
    both(
      `Rujukan ${referral(own)} terlambat: belum dikonfirmasi sampai ${date(acknowledgeBy)}.`,
      `Referral ${referral(own)} is overdue: not acknowledged by ${date(acknowledgeBy)}.`,
    ),
  ReferralEscalated: ({ because, secretariat }, { own, agency, referral }) => {
    const why = because === 'Overdue' ? both('belum dikonfirmasi', 'not acknowledged') : both('kedaluwarsa', 'expired');
    return both(
      `Rujukan ${referral(own)} dieskalasi ke ${agency(secretariat)}: ${why.id}.`,
      `Referral ${referral(own)} was escalated to ${agency(secretariat)}: ${why.en}.`,
    );
  },
  ReferralTerminatedBySender: ({ reason }, names) => terminated(reason, names),
  ReferralTerminatedByRecipient: ({ reason }, names) => terminated(reason, names),
  ReferralAnswerNoted: ({ answer }, { by, own, referral }) =>
    both(
      `${by} mencatat jawaban atas rujukan ${referral(own)}: ${words.answer[answer].id}.`,
      `${by} noted the answer to referral ${referral(own)}: ${words.answer[answer].en}.`,
    ),

  ReferralReceived: ({ ref, from }, { by, agency }) =>
    both(`Rujukan ${ref} dari ${agency(from)} sampai di ${by}.`, `Referral ${ref} of ${agency(from)} reached ${by}.`),
  ReferralAcknowledged: (_, { by, own, referral }) =>
    both(`${by} mengonfirmasi rujukan ${referral(own)}.`, `${by} acknowledged referral ${referral(own)}.`),
  ReferralAccepted: ({ recipientRecord }, { by, own, referral, record }) => {
    const linked = recipientRecord && both(` untuk catatan ${record(recipientRecord)}`, ` for record ${record(recipientRecord)}`);
    return both(
      `${by} menerima rujukan ${referral(own)}${linked ? linked.id : ''}.`,
      `${by} accepted referral ${referral(own)}${linked ? linked.en : ''}.`,
    );
  },
  ReferralRejected: ({ reason, suggested }, { by, own, agency, referral }) => {
    const instead = suggested && both(`; disarankan ${agency(suggested)}`, `; it suggests ${agency(suggested)}`);
    return both(
      `${by} menolak rujukan ${referral(own)}: ${words.reason[reason].id}${instead ? instead.id : ''}.`,
      `${by} rejected referral ${referral(own)}: ${words.reason[reason].en}${instead ? instead.en : ''}.`,
    );
  },
  ReferralWithdrawalConfirmed: (_, { by, own, referral }) =>
    both(
      `${by} mengonfirmasi penarikan rujukan ${referral(own)}.`,
      `${by} confirmed the withdrawal of referral ${referral(own)}.`,
    ),
  ReferralServiceStarted: ({ at }, { own, referral, date }) =>
    both(
      `Rujukan ${referral(own)} dalam layanan sejak ${date(at)}.`,
      `Referral ${referral(own)} is in service since ${date(at)}.`,
    ),
  ReferralCompleted: ({ at }, { own, referral, date }) =>
    both(`Rujukan ${referral(own)} selesai pada ${date(at)}.`, `Referral ${referral(own)} was completed on ${date(at)}.`),
  ReferralNoticeNoted: ({ notice }, { by, own, referral }) =>
    both(
      `${by} mencatat pemberitahuan atas rujukan ${referral(own)}: ${words.answer[notice].id}.`,
      `${by} noted the notice on referral ${referral(own)}: ${words.answer[notice].en}.`,
    ),
  KeysGranted: ({ to, classes, referral: id }, { by, agency, referral, language }) => {
    const kinds = list(
      classes.map((code) => words.dataClass[code]),
      language,
    );
    return both(
      `${by} memberi ${agency(to)} kunci data untuk rujukan ${referral(id)} (${kinds}).`,
      `${by} granted ${agency(to)} data keys for referral ${referral(id)} (${kinds}).`,
    );
  },

  ServiceApplicationFiled: ({ ref, service, dueAt }, { by, date }) =>
    both(
      `${by} mengajukan permohonan ${words.service[service].id} (${ref}), batas waktu ${date(dueAt)}.`,
      `${by} applied for ${words.service[service].en} (${ref}), due by ${date(dueAt)}.`,
    ),
  ServiceApplicationSatisfied: ({ provider, startedAt }, { own, agency, application, date }) =>
    both(
      `Permohonan ${application(own)} terpenuhi: ${agency(provider)} memulai layanan pada ${date(startedAt)}.`,
      `Application ${application(own)} was satisfied: ${agency(provider)} started the service on ${date(startedAt)}.`,
    ),
  ServiceApplicationBreached: ({ dueAt }, { own, application, date }) =>
    both(
      `Permohonan ${application(own)} melewati batas waktu ${date(dueAt)} tanpa layanan.`,
      `Application ${application(own)} passed its limit of ${date(dueAt)} without a service.`,
    ),
  ServiceStarted: ({ referral: id, service }, { by, referral }) =>
    both(
      `${by} memulai ${words.service[service].id} (rujukan ${referral(id)}).`,
      `${by} started ${words.service[service].en} (referral ${referral(id)}).`,
    ),
  ServiceCompleted: ({ referral: id, outcome }, { by, referral }) =>
    both(
      `${by} menyelesaikan layanan (rujukan ${referral(id)}): ${words.outcome[outcome].id}.`,
      `${by} completed the service (referral ${referral(id)}): ${words.outcome[outcome].en}.`,
    ),

  CommandRefused: ({ rule }, { by }) => both(`${by}: perintah ditolak (${rule}).`, `${by}: a command was refused (${rule}).`),
} satisfies Sentences;

function terminated(reason: keyof typeof words.reason, { by, own, referral }: Names): Words {
  const why = words.reason[reason];
  return both(
    `${by} menghentikan rujukan ${referral(own)}: ${why.id}.`,
    `${by} terminated referral ${referral(own)}: ${why.en}.`,
  );
}

/** The sentence of an event that this build reads. */
export const sentenceOf = ({ type, data }: Published, names: Names): string =>
  (sentences[type] as Sentence<Published>)(data, names)[names.language];

/** The sentence of one that it does not: of an unknown type, or not of its form. */
export const unreadSentence = (type: string, { by, language }: Pick<Names, 'by' | 'language'>): string =>
  both(`${by}: peristiwa ${type} tidak terbaca oleh versi ini.`, `${by}: event ${type} cannot be read by this version.`)[
    language
  ];
