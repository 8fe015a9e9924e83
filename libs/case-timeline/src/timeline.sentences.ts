import type { Published } from './known-event';
import { dataProtectionSentences } from './sentences/data-protection.sentences';
import { justiceSentences } from './sentences/justice.sentences';
import { platformSentences } from './sentences/platform.sentences';
import { recordSentences } from './sentences/record.sentences';
import { referralSentences } from './sentences/referral.sentences';
import { registrySentences } from './sentences/registry.sentences';
import { screeningSentences } from './sentences/screening.sentences';
import { both, type Names, type Sentence, type SentencesOf } from './sentences/sentence';
import { serviceSentences } from './sentences/services.sentences';
import { supportSentences } from './sentences/support.sentences';

/** One sentence an event: a new published event without one does not compile. */
export const sentences: SentencesOf<Published> = {
  ...registrySentences,
  ...recordSentences,
  ...screeningSentences,
  ...dataProtectionSentences,
  ...referralSentences,
  ...serviceSentences,
  ...supportSentences,
  ...justiceSentences,
  ...platformSentences,
};

/** The sentence of an event that this build reads. */
export const sentenceOf = ({ type, data }: Published, names: Names): string =>
  (sentences[type] as Sentence<Published>)(data, names)[names.language];

/** The sentence of one that it does not: of an unknown type, or not of its form. */
export const unreadSentence = (type: string, { by, language }: Pick<Names, 'by' | 'language'>): string =>
  both(`${by}: peristiwa ${type} tidak terbaca oleh versi ini.`, `${by}: event ${type} cannot be read by this version.`)[
    language
  ];

/** What stands for an entry that its reader's agency may not receive. */
export const maskedSentence = both(
  'Entri disembunyikan: persetujuan untuk lembaga Anda dicabut.',
  'Entry masked: consent for your agency was withdrawn.',
);
