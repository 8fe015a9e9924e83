import { Controller, Get, Inject, Post } from '@nestjs/common';
import type { Caller } from '@satualur/access/access';
import { requireAccess } from '@satualur/access/table';
import type { AgencyService } from '@satualur/contracts/catalogue';
import { streamOf, Uuid } from '@satualur/contracts/ids';
import { noticeEvents, NoticeKind } from '@satualur/contracts/platform/events';
import { AgencyHost } from '@satualur/service-host/agency-host';
import { Answers, Done, paged } from '@satualur/service-host/answers';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { pageFrom, pageQuery } from '@satualur/service-host/page';
import { notFound } from '@satualur/service-host/problem';
import { CallerOf, PathUuid, ZodBody, ZodQuery } from '@satualur/service-host/request';
import { z } from 'zod';
import { notice } from './notice';
import { noticePage } from './outbox';
import { NOTICE_SERVICE } from './tokens';

const flag = z.enum(['true', 'false']).optional();
const Asked = z.object({ ...pageQuery, unread: flag, call: flag, kind: NoticeKind.optional() });
const flagOf = (text: 'true' | 'false' | undefined) => (text === undefined ? undefined : text === 'true');
const Nothing = z.object({});
const { kind, about, role, worker, emergency } = noticeEvents.NotificationRaised.shape;
/** Who is to be told that something happened, and whether somebody was. */
const Shown = z.object({
  id: Uuid,
  ...{ kind, about, role, emergency },
  worker: worker.unwrap().nullable(),
  since: z.string(),
  ...{ sent: z.boolean(), read: z.boolean(), called: z.boolean() },
  failures: z.int().min(0),
});
const Notices = paged(Shown);

/** The outbox of one service: who is to be told that something happened; what it is, they see where it happened. */
@Controller('notices')
export class NoticesController {
  constructor(
    private readonly host: AgencyHost,
    @Inject(NOTICE_SERVICE) private readonly service: AgencyService,
  ) {}

  /** Notices to the caller's own roles; a supervisor sees everybody's. `call=true` is the call list. */
  @Get()
  @Answers(200, Notices)
  async list(@CallerOf() caller: Caller, @ZodQuery(Asked) asked: z.infer<typeof Asked>) {
    requireAccess(caller, 'notice.read', 'own');
    const { rows } = this.host.agency(caller.agency);
    const filter = { kind: asked.kind, unread: flagOf(asked.unread), call: flagOf(asked.call) };
    const { items, ...page } = await noticePage(rows, this.service, caller.roles, filter, pageFrom(asked));
    return { items: items.map(({ version: _, tried: __, ...shown }) => shown), ...page };
  }

  /** Somebody has seen it: it waits no longer, and nobody is rung. */
  @Post(':id/read')
  @Answers(200, Done.pick({ id: true }))
  async read(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Nothing) _body: object) {
    const { caller } = command;
    const cause = command.cause(requireAccess(caller, 'notice.read', 'own'));
    const { store } = this.host.agency(caller.agency);
    const stream = streamOf('notice', id);
    if ((await store.read(stream)).length === 0) throw notFound();
    const committed = await store.transact(cause, async (unit) => {
      await unit.decide(stream, notice, { type: 'Read', by: caller.staff });
    });
    command.shown(committed.hlc);
    return { id };
  }
}
