import type { PlatformEvent } from '@satualur/contracts/platform/events';
import { both, type SentencesOf } from './sentence';

export const platformSentences = {
  CommandRefused: ({ rule }, { by }) => both(`${by}: perintah ditolak (${rule}).`, `${by}: a command was refused (${rule}).`),
  RecordViewed: (_, { by }) => both(`${by}: data seseorang dilihat.`, `${by}: data of a person was viewed.`),
  RecordExported: (_, { by }) => both(`${by}: catatan seseorang diekspor.`, `${by}: a person's record was exported.`),
  RecordSearched: ({ shown }, { by }) =>
    both(`${by}: pencarian menampilkan ${shown.length} catatan.`, `${by}: a search showed ${shown.length} records.`),
  NotificationRaised: ({ kind }, { by }) => both(`${by}: pemberitahuan ${kind} dibuat.`, `${by}: notice ${kind} was raised.`),
  NotificationSent: ({ channel }, { by }) =>
    both(`${by}: pemberitahuan dikirim (${channel}).`, `${by}: a notice was sent (${channel}).`),
  NotificationFailed: ({ channel, code }, { by }) =>
    both(`${by}: pemberitahuan gagal (${channel}, ${code}).`, `${by}: a notice failed (${channel}, ${code}).`),
  NotificationRead: ({ by: reader }, { by }) =>
    both(`${by}: pemberitahuan dibaca ${reader}.`, `${by}: a notice was read by ${reader}.`),
  CallListed: (_, { by }) =>
    both(`${by}: keadaan darurat masuk daftar telepon.`, `${by}: an emergency was put on the call list.`),
} satisfies SentencesOf<PlatformEvent>;
