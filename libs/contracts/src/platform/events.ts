import { z } from 'zod';
import type { EventOf } from '../event';

/** Events every service may write. Stream `refused-<uuid>`: the code only, under the refused command's id (architecture 10). */
export const platformEvents = {
  CommandRefused: z.strictObject({ rule: z.string().regex(/^[a-z][a-z-]{2,60}$/), stream: z.string().optional() }),
};
export type PlatformEvent = EventOf<typeof platformEvents>;
