import { Ref } from '../ids';

/** Codes of the 38 provinces, as BPS and the Ministry of Home Affairs give them. */
const PROVINCES: ReadonlySet<string> = new Set([
  ...['11', '12', '13', '14', '15', '16', '17', '18', '19', '21'],
  ...['31', '32', '33', '34', '35', '36', '51', '52', '53', '61', '62', '63', '64', '65'],
  ...['71', '72', '73', '74', '75', '76', '81', '82', '91', '92', '93', '94', '95', '96', '97'],
]);

/** Whether the first two digits of a code are a province's. */
export const isInProvince = (code: string): boolean => PROVINCES.has(code.slice(0, 2));

/** Province, kab/kota, kecamatan, day of birth (a woman's plus 40), month, year, number. */
const NIK = /^\d{6}(0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(0[1-9]|1[0-2])\d{6}$/;

/** Sixteen digits of that form that begin with a province, alone or within other text, also where people set signs between them. */
const holdsNik = (text: string): boolean =>
  (text.replace(/(?<=\d)[ .-](?=\d)/g, '').match(/\d+/g) ?? []).some((digits) => NIK.test(digits) && isInProvince(digits));

/** The number that a caller gives a thing. It stands readable in events and addresses: what has the form of a NIK is refused. */
export const GivenRef = Ref.refine((ref) => !holdsNik(ref), { error: 'identity-number', params: { fault: 'identity-number' } });
