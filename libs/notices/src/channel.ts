import type { AgencyKey, Uuid } from '@satualur/contracts/ids';

/** What a channel is given: whom to tell and how urgent it is; what it is about is read after logging in. */
export interface Telling {
  readonly notice: Uuid;
  readonly agency: AgencyKey;
  readonly kind: string;
  readonly role: string;
  readonly emergency: boolean;
}

/** The sending could not be done; `code` is the channel's own, without addresses or texts. */
export class NotSent extends Error {
  constructor(readonly code: string) {
    super('not sent');
    this.name = 'NotSent';
  }
}

/** A way to reach people beside the outbox. */
export interface NoticeChannel {
  /** How many addresses it went to. Throws NotSent. May come twice for one notice: the notice's id tells repeats apart. */
  send(telling: Telling): Promise<number>;
}
