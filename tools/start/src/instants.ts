/** An instant or a bare date of a pack in milliseconds; a date stands for 00:00 WITA of that day (FORMAT 1.1). */
export const msOf = (text: string): number => Date.parse(text.length === 10 ? `${text}T00:00:00+08:00` : text);

/** The one spelling of the services. */
export const iso = (text: string): string => new Date(msOf(text)).toISOString();
