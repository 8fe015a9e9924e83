import { z } from 'zod';

/** Why a line of text is refused. */
type LineFault =
  'control-character' | 'direction-control' | 'unassigned-character' | 'hidden-character' | 'too-many-marks' | 'nothing-visible';

/** More marks on one letter than any script's spelling needs. */
const MOST_MARKS = 8;

const FAULTS: readonly (readonly [fault: LineFault, found: RegExp])[] = [
  ['control-character', /[\p{Cc}\p{Zl}\p{Zp}]/u],
  ['direction-control', /\p{Bidi_Control}/u],
  ['unassigned-character', /[\p{Cn}\p{Co}\p{Cs}]/u],
  ['hidden-character', /[\u{e0000}-\u{e007f}]/u],
  ['too-many-marks', new RegExp(`(?:\\p{M}\\p{Cf}*){${MOST_MARKS + 1}}`, 'u')],
  ['nothing-visible', /^[^\p{L}\p{N}\p{P}\p{S}]+$/u],
];

/** What makes a line unfit to be shown as it is: nothing of any script's spelling (reliability B10, B11). */
export const faultOfLine = (line: string): LineFault | undefined => FAULTS.find(([, found]) => found.test(line))?.[0];

/** A line of people's own words, stored as it came: never trimmed, never normalised; the fault of a refused one stands in the issue's `params`. */
export const plainLine = (most: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(most)
    .check((context) => {
      const fault = faultOfLine(context.value);
      if (fault !== undefined) context.issues.push({ code: 'custom', input: context.value, message: fault, params: { fault } });
    });
