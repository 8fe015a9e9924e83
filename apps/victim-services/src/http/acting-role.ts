import type { Caller } from '@satualur/access/access';

/** The role in which a caller does case work. */
export const actingRole = ({ roles }: Caller) => (['caseworker', 'supervisor'] as const).find((role) => roles.includes(role))!;
