/** Codes of one list, with their labels. */
export type Entries = readonly (readonly [code: string, id: string, en: string])[];
