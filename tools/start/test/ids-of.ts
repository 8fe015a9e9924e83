import type { PackKind } from '../src/pack-ids';
import type { Played } from '../src/player';

const KINDS: Readonly<Record<string, PackKind>> = { R: 'record', F: 'referral', SA: 'application' };

/** Ids by the numbers of the pack played here, whose letters tell their kinds; `episode F-0302` for that referral's episode. */
export const idsOf =
  (played: Played) =>
  (ref: string): string => {
    const [kind, of] = ref.split(' ');
    return of === undefined ? played.ids.of(KINDS[ref.split('-')[0]!]!, ref) : played.ids.of(kind as PackKind, of);
  };
