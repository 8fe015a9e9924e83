import type { AfterCareResult } from '@satualur/contracts/codes/casework';
import type { z } from 'zod';
import { say, type Words } from './words';

export const review: Record<'Continue' | 'Change' | 'End', Words> = {
  Continue: say('dilanjutkan', 'it continues'),
  Change: say('diubah', 'it changes'),
  End: say('diakhiri', 'it ends'),
};

export const escort: Record<'None' | 'Agency' | 'Family' | 'Police', Words> = {
  None: say('tanpa pendamping', 'without an escort'),
  Agency: say('didampingi lembaga', 'with the agency'),
  Family: say('didampingi keluarga', 'with the family'),
  Police: say('didampingi polisi', 'with the police'),
};

export const afterCare: Record<z.infer<typeof AfterCareResult>, Words> = {
  Well: say('baik', 'well'),
  NeedsHelp: say('perlu bantuan', 'needs help'),
  NotFound: say('tidak ditemukan', 'not found'),
  TraffickedAgain: say('diperdagangkan lagi', 'trafficked again'),
};
