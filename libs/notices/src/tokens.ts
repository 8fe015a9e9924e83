/** The service whose notices are shown. */
export const NOTICE_SERVICE = Symbol('NOTICE_SERVICE');
