/** Indonesian names in their normal form and when two of them match: FORMAT 3. */

const BEFORE = new Set(['h', 'hj', 'haji', 'hajjah', 'dr', 'ir', 'drs', 'dra', 'tn', 'ny', 'nn', 'sdr', 'sdri']);
const ANYWHERE = new Set(['bin', 'binti', 'bt', 'bte']);
const MUHAMAD = new Set(['muh', 'moh', 'mohd', 'muhd', 'mhd', 'moch', 'mohamad', 'muhamad', 'mochamad']);
const SPELLINGS = [
  ['oe', 'u'],
  ['oo', 'u'],
  ['dj', 'j'],
  ['tj', 'c'],
  ['sj', 'sy'],
] as const;

const wordsOf = (name: string): readonly string[] =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

function withoutTitles(words: readonly string[]): readonly string[] {
  let first = 0;
  while (first < words.length - 1 && BEFORE.has(words[first]!)) first++;
  return words.slice(first).filter((word) => !ANYWHERE.has(word));
}

const respelt = (word: string): string =>
  SPELLINGS.reduce((spelt, [from, to]) => spelt.replaceAll(from, to), word).replace(/(.)\1+/gu, '$1');

/** The tokens of a name in its normal form. */
export const nameTokens = (name: string): readonly string[] =>
  withoutTitles(wordsOf(name)).map((word, index) => {
    const token = respelt(word);
    return MUHAMAD.has(token) || (index === 0 && token === 'm') ? 'muhamad' : token;
  });

/** Characters of `a` that `b` has within the window, in the order of `a`; and of `b` in its own order. */
function common(a: string, b: string, window: number): readonly [string[], string[]] {
  const taken = new Array<boolean>(b.length).fill(false);
  const inA: string[] = [];
  for (let i = 0; i < a.length; i++) {
    for (let j = Math.max(0, i - window); j < Math.min(b.length, i + window + 1); j++) {
      if (taken[j] || a[i] !== b[j]) continue;
      taken[j] = true;
      inA.push(a[i]!);
      break;
    }
  }
  return [inA, [...b].filter((_, j) => taken[j])];
}

/** Jaro-Winkler similarity, 0 to 1: half of the transpositions, prefix scale 0.1, at most 4, no boost threshold. */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  const window = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const [inA, inB] = common(a, b, window);
  if (inA.length === 0) return 0;
  const transposed = inA.filter((character, index) => character !== inB[index]).length / 2;
  const jaro = (inA.length / a.length + inA.length / b.length + (inA.length - transposed) / inA.length) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < Math.min(a.length, b.length) && a[prefix] === b[prefix]) prefix++;
  return jaro + prefix * 0.1 * (1 - jaro);
}

/** How two tokens meet: as names, as an initial, or not. */
function meeting(a: string, b: string): 'name' | 'initial' | undefined {
  if (a.length === 1 || b.length === 1) {
    if (a === b && a.length === 1) return 'initial';
    return a[0] === b[0] ? 'initial' : undefined;
  }
  return jaroWinkler(a, b) >= 0.8 ? 'name' : undefined;
}

/** Whether two names, as token lists, may be the same: every token of the shorter meets a later one of the longer. */
export function namesMatch(one: readonly string[], other: readonly string[]): boolean {
  const [shorter, longer] = one.length <= other.length ? [one, other] : [other, one];
  let from = 0;
  let byName = false;
  for (const token of shorter) {
    const at = longer.findIndex((candidate, index) => index >= from && meeting(token, candidate) !== undefined);
    if (at < 0) return false;
    byName ||= meeting(token, longer[at]!) === 'name';
    from = at + 1;
  }
  return byName;
}

/** A token's sound in brief: its first letter and its consonants, without h, w and y. Names that match mostly share one. */
export const soundOf = (token: string): string => token.slice(0, 1) + token.slice(1).replace(/[aeiouhwy]/g, '');
