import type { NoticeEvent } from '@satualur/contracts/platform/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';

type Data<T extends NoticeEvent['type']> = Extract<NoticeEvent, { type: T }>['data'];

/** That somebody is to be told of something, without what it is about. */
export type Wish = Data<'NotificationRaised'>;

export type NoticeCommand =
  | { readonly type: 'Raise'; readonly wish: Wish }
  | { readonly type: 'NoteSent'; readonly recipients: number }
  | { readonly type: 'NoteFailed'; readonly code: string }
  | { readonly type: 'Read'; readonly by: string }
  /** Nobody has read it in time: somebody is to be rung. */
  | { readonly type: 'ListCall'; readonly role: Data<'CallListed'>['role'] };

export type NoticeRule = 'notice-unknown';
const must: Must<NoticeRule> = mustHold;

/** Stream `notice-<uuid>`. */
export interface Notice {
  readonly raised?: Wish;
  readonly sent: boolean;
  readonly failures: number;
  readonly read: boolean;
  readonly called: boolean;
}

function decide(command: NoticeCommand, state: Notice): readonly NoticeEvent[] {
  if (command.type === 'Raise') return state.raised ? [] : [{ type: 'NotificationRaised', data: command.wish }];
  must(state.raised !== undefined, 'notice-unknown');
  switch (command.type) {
    case 'NoteSent':
      return state.sent ? [] : [{ type: 'NotificationSent', data: { channel: 'Email', recipients: command.recipients } }];
    case 'NoteFailed':
      return state.sent ? [] : [{ type: 'NotificationFailed', data: { channel: 'Email', code: command.code } }];
    case 'Read':
      return state.read ? [] : [{ type: 'NotificationRead', data: { by: command.by } }];
    case 'ListCall':
      return state.read || state.called ? [] : [{ type: 'CallListed', data: { role: command.role } }];
  }
}

function evolve(state: Notice, event: NoticeEvent): Notice {
  switch (event.type) {
    case 'NotificationRaised':
      return { ...state, raised: event.data };
    case 'NotificationSent':
      return { ...state, sent: true };
    case 'NotificationFailed':
      return { ...state, failures: state.failures + 1 };
    case 'NotificationRead':
      return { ...state, read: true };
    case 'CallListed':
      return { ...state, called: true };
  }
}

export const notice: Decider<NoticeCommand, Notice, NoticeEvent> = {
  initialState: { sent: false, failures: 0, read: false, called: false },
  decide,
  evolve,
};
