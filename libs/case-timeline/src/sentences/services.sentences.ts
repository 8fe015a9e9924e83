import type { ApplicationEvent, EpisodeEvent } from '@satualur/contracts/victim-services/events';
import * as referralWords from '../words/referral.words';
import { both, type Names, NOTHING, type SentencesOf } from './sentence';

/** Who gives the service, and who wrote it down where that is another. */
const giving = (proxied: true | undefined, provider: string | undefined, { by }: Names) =>
  proxied && provider
    ? { who: provider, noted: both(`, dicatat oleh ${by}`, `, recorded by ${by}`) }
    : { who: by, noted: NOTHING };

export const serviceSentences = {
  ServiceApplicationFiled: ({ ref, service, dueAt }, { by, date }) =>
    both(
      `${by} mengajukan permohonan ${referralWords.service[service].id} (${ref}), batas waktu ${date(dueAt)}.`,
      `${by} applied for ${referralWords.service[service].en} (${ref}), due by ${date(dueAt)}.`,
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
  FirstAidGiven: ({ givenAt, provider }, { own, agency, application, date }) => {
    const by = provider ? both(` oleh ${agency(provider)}`, ` by ${agency(provider)}`) : NOTHING;
    return both(
      `Permohonan ${application(own)}: pertolongan pertama diberikan${by.id} pada ${date(givenAt)}.`,
      `Application ${application(own)}: first aid was given${by.en} on ${date(givenAt)}.`,
    );
  },
  FirstAidOverdue: ({ dueAt }, { own, application, date }) =>
    both(
      `Permohonan ${application(own)}: tidak ada pertolongan pertama sampai ${date(dueAt)}.`,
      `Application ${application(own)}: no first aid was given by ${date(dueAt)}.`,
    ),
  ServiceApplicationWithdrawn: ({ reason }, { own, application }) =>
    both(
      `Permohonan ${application(own)} dicabut: ${referralWords.reason[reason].id}.`,
      `Application ${application(own)} was withdrawn: ${referralWords.reason[reason].en}.`,
    ),
  ServiceApplicationResumed: ({ referral: id }, { own, application, referral }) =>
    both(
      `Permohonan ${application(own)} berjalan lagi dengan rujukan ${referral(id)}.`,
      `Application ${application(own)} runs on with referral ${referral(id)}.`,
    ),

  ServiceStarted: ({ referral: id, service, provider, proxied }, names) => {
    const { who, noted } = giving(proxied, provider && names.agency(provider), names);
    return both(
      `${who} memulai ${referralWords.service[service].id} (rujukan ${names.referral(id)}${noted.id}).`,
      `${who} started ${referralWords.service[service].en} (referral ${names.referral(id)}${noted.en}).`,
    );
  },
  ServiceSessionRecorded: ({ referral: id, heldAt }, { by, referral, date }) =>
    both(
      `${by} mengadakan pertemuan layanan pada ${date(heldAt)} (rujukan ${referral(id)}).`,
      `${by} held a session of the service on ${date(heldAt)} (referral ${referral(id)}).`,
    ),
  ServicePaused: ({ referral: id, reason }, { by, referral }) =>
    both(
      `${by} menunda layanan (rujukan ${referral(id)}): ${referralWords.pause[reason].id}.`,
      `${by} paused the service (referral ${referral(id)}): ${referralWords.pause[reason].en}.`,
    ),
  ServiceResumed: ({ referral: id }, { by, referral }) =>
    both(`${by} melanjutkan layanan (rujukan ${referral(id)}).`, `${by} resumed the service (referral ${referral(id)}).`),
  ServiceCompleted: ({ referral: id, outcome, proxied }, names) => {
    const { who, noted } = giving(proxied, names.recipient(id), names);
    return both(
      `${who} menyelesaikan layanan (rujukan ${names.referral(id)}${noted.id}): ${referralWords.outcome[outcome].id}.`,
      `${who} completed the service (referral ${names.referral(id)}${noted.en}): ${referralWords.outcome[outcome].en}.`,
    );
  },
  ServiceDiscontinued: ({ referral: id, reason, proxied }, names) => {
    const { who, noted } = giving(proxied, names.recipient(id), names);
    return both(
      `${who} menghentikan layanan (rujukan ${names.referral(id)}${noted.id}): ${referralWords.reason[reason].id}.`,
      `${who} discontinued the service (referral ${names.referral(id)}${noted.en}): ${referralWords.reason[reason].en}.`,
    );
  },
} satisfies SentencesOf<ApplicationEvent | EpisodeEvent>;
