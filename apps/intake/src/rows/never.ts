/** Where nothing is due. */
export const NEVER = '2999-12-31T23:59:59.999Z';
