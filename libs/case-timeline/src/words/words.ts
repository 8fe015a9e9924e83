import type { Language } from '@satualur/contracts/timeline/views';

/** A code in both languages, as it stands inside a sentence. */
export type Words = Readonly<Record<Language, string>>;

export const say = (id: string, en: string): Words => ({ id, en });
