import type { BatchEvent, GrantEvent, ReferralInEvent, ReferralOutEvent } from '@satualur/contracts/referral/events';
import * as dataWords from '../words/data.words';
import * as recordWords from '../words/record.words';
import * as referralWords from '../words/referral.words';
import type { Words } from '../words/words';
import { both, list, type Names, NOTHING, type SentencesOf } from './sentence';

interface Answering {
  readonly who: string;
  readonly noted: Words;
}

/** Who answers: the agency itself, or one off the platform whose answer the sender's clerk wrote down. */
const answering = (proxied: true | undefined, { by, own, recipient }: Names): Answering =>
  proxied ? { who: recipient(own), noted: both(` (dicatat oleh ${by})`, ` (recorded by ${by})`) } : { who: by, noted: NOTHING };

export const referralSentences = {
  ReferralDrafted: (_, { by }) => both(`${by} membuat konsep rujukan.`, `${by} drafted a referral.`),
  ReferralEdited: (_, { by }) => both(`${by} mengubah konsep rujukan.`, `${by} edited a referral’s draft.`),
  ReferralDraftDiscarded: (_, { by }) => both(`${by} membuang konsep rujukan.`, `${by} discarded a referral’s draft.`),
  ReferralRouted: ({ requested, actual }, { own, agency, referral }) =>
    both(
      `Rujukan ${referral(own)} ditujukan ke ${requested}, diteruskan ke ${agency(actual)}: belum ada gugus tugas.`,
      `Referral ${referral(own)} was meant for ${requested} and went to ${agency(actual)}: there is no task force.`,
    ),
  ReferralSent: ({ ref, to, service, supersedes, deadline, emergency }, { by, agency, referral, date }) => {
    const kind = referralWords.service[service];
    const instead = supersedes && both(`, menggantikan ${referral(supersedes)}`, `, replacing ${referral(supersedes)}`);
    return both(
      `${by} merujuk${emergency ? ' DARURAT' : ''} ke ${agency(to)} untuk ${kind.id} (rujukan ${ref}${instead ? instead.id : ''}); keputusan ditunggu sampai ${date(deadline)}.`,
      `${by} referred${emergency ? ' as an EMERGENCY' : ''} to ${agency(to)} for ${kind.en} (referral ${ref}${instead ? instead.en : ''}); a decision is due by ${date(deadline)}.`,
    );
  },
  ReferralWithdrawn: ({ reason }, { by, own, referral }) =>
    both(
      `${by} menarik rujukan ${referral(own)}: ${referralWords.reason[reason].id}.`,
      `${by} withdrew referral ${referral(own)}: ${referralWords.reason[reason].en}.`,
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
  ReferralServiceOverdue: ({ serviceBy }, { own, referral, date }) =>
    both(
      `Rujukan ${referral(own)} terlambat: layanan belum dimulai sampai ${date(serviceBy)}.`,
      `Referral ${referral(own)} is overdue: no service was started by ${date(serviceBy)}.`,
    ),
  ReferralContactChanged: ({ danger, rule }, { by, own, referral }) => {
    const { id, en } = recordWords.contact[rule];
    return both(
      `${by} memberitahukan cara menghubungi atas rujukan ${referral(own)}: ${id}${danger ? '; ADA BAHAYA' : ''}.`,
      `${by} told how to reach the person of referral ${referral(own)}: ${en}${danger ? '; DANGER' : ''}.`,
    );
  },
  ReferralEscalated: ({ because, secretariat }, { own, agency, referral }) => {
    const why = referralWords.escalation[because];
    return both(
      `Rujukan ${referral(own)} dieskalasi ke ${agency(secretariat)}: ${why.id}.`,
      `Referral ${referral(own)} was escalated to ${agency(secretariat)}: ${why.en}.`,
    );
  },
  ReferralTerminatedBySender: ({ reason }, names) => terminated(reason, names, { who: names.by, noted: NOTHING }),
  ReferralTerminatedByRecipient: ({ reason, proxied }, names) => terminated(reason, names, answering(proxied, names)),
  ReferralAnswerNoted: ({ answer }, { by, own, referral }) =>
    both(
      `${by} mencatat jawaban atas rujukan ${referral(own)}: ${referralWords.answer[answer].id}.`,
      `${by} noted the answer to referral ${referral(own)}: ${referralWords.answer[answer].en}.`,
    ),

  ReferralReceived: ({ ref, from }, { by, agency }) =>
    both(`Rujukan ${ref} dari ${agency(from)} sampai di ${by}.`, `Referral ${ref} of ${agency(from)} reached ${by}.`),
  ReferralAcknowledged: ({ proxied }, names) => {
    const { who, noted } = answering(proxied, names);
    const ref = names.referral(names.own);
    return both(`${who} mengonfirmasi rujukan ${ref}${noted.id}.`, `${who} acknowledged referral ${ref}${noted.en}.`);
  },
  ReferralAccepted: ({ recipientRecord, proxied }, names) => {
    const { own, referral, record } = names;
    const { who, noted } = answering(proxied, names);
    const linked = recipientRecord && both(` untuk catatan ${record(recipientRecord)}`, ` for record ${record(recipientRecord)}`);
    return both(
      `${who} menerima rujukan ${referral(own)}${linked ? linked.id : ''}${noted.id}.`,
      `${who} accepted referral ${referral(own)}${linked ? linked.en : ''}${noted.en}.`,
    );
  },
  ReferralRejected: ({ reason, suggested, proxied }, names) => {
    const { own, agency, referral } = names;
    const { who, noted } = answering(proxied, names);
    const instead = suggested && both(`; disarankan ${agency(suggested)}`, `; it suggests ${agency(suggested)}`);
    return both(
      `${who} menolak rujukan ${referral(own)}: ${referralWords.reason[reason].id}${instead ? instead.id : ''}${noted.id}.`,
      `${who} rejected referral ${referral(own)}: ${referralWords.reason[reason].en}${instead ? instead.en : ''}${noted.en}.`,
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
      `${by} mencatat pemberitahuan atas rujukan ${referral(own)}: ${referralWords.answer[notice].id}.`,
      `${by} noted the notice on referral ${referral(own)}: ${referralWords.answer[notice].en}.`,
    ),
  ReferralContactNoted: (_, { by, own, referral }) =>
    both(
      `${by} mencatat cara menghubungi atas rujukan ${referral(own)}.`,
      `${by} noted how to reach the person of referral ${referral(own)}.`,
    ),
  KeysGranted: ({ to, classes, referral: id }, { by, agency, referral, language }) => {
    const kinds = list(
      classes.map((code) => dataWords.dataClass[code]),
      language,
    );
    return both(
      `${by} memberi ${agency(to)} kunci data untuk rujukan ${referral(id)} (${kinds}).`,
      `${by} granted ${agency(to)} data keys for referral ${referral(id)} (${kinds}).`,
    );
  },
  KeysRevoked: ({ to, because }, { by, agency }) =>
    both(
      `${by} mencabut kunci data ${agency(to)}: ${dataWords.destroyed[because].id}.`,
      `${by} revoked the data keys of ${agency(to)}: ${dataWords.destroyed[because].en}.`,
    ),
  ReferralBatchSent: ({ ref, referrals }, { by }) =>
    both(
      `${by} mengirim ${referrals.length} rujukan sekaligus (${ref}).`,
      `${by} sent ${referrals.length} referrals at once (${ref}).`,
    ),
} satisfies SentencesOf<ReferralOutEvent | ReferralInEvent | GrantEvent | BatchEvent>;

function terminated(reason: keyof typeof referralWords.reason, { own, referral }: Names, { who, noted }: Answering): Words {
  const why = referralWords.reason[reason];
  return both(
    `${who} menghentikan rujukan ${referral(own)}: ${why.id}${noted.id}.`,
    `${who} terminated referral ${referral(own)}: ${why.en}${noted.en}.`,
  );
}
