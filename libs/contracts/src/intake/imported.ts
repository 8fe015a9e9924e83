import { z } from 'zod';

/** Taken over from an older register: recorded long ago, known now; starts no timer. */
export const imported = z.literal(true).optional();
