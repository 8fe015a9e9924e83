import { Controller, Get, Inject, Param } from '@nestjs/common';
import type { Caller } from '@satualur/access/access';
import { requireAccess } from '@satualur/access/table';
import { type Clock, instantNow } from '@satualur/event-store/clock';
import { AgencyHost } from '@satualur/service-host/agency-host';
import { Answers } from '@satualur/service-host/answers';
import { Directory } from '@satualur/service-host/directory';
import { pageFrom, type Paged } from '@satualur/service-host/page';
import { notFound } from '@satualur/service-host/problem';
import { CallerOf, ZodQuery } from '@satualur/service-host/request';
import { CLOCK } from '@satualur/service-host/tokens';
import type { z } from 'zod';
import { type Filter, queueCounts, type QueueName, queuePage, QUEUES, referralPage, stateCounts } from '../rows/referral-queries';
import type { ReferralRow } from '../rows/referral.row';
import { QueueCounts, ReferralQueue, Referrals } from './referral.answers';
import { ListQuery, QueueQuery } from './referral.requests';

/** As an item of a list; what is absent is left out. */
const shownOf = ({ version: _, subject: __, ...row }: ReferralRow) =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== false));

const shown = ({ items, ...page }: Paged<ReferralRow>) => ({ items: items.map(shownOf), ...page });

/** The agency's own halves as lists and work queues: codes, references and instants; no person. */
@Controller()
export class ListsController {
  constructor(
    private readonly host: AgencyHost,
    private readonly directory: Directory,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Newest first; `counts` tells how many of the filtered stand in each state. */
  @Get('referrals')
  @Answers(200, Referrals)
  async list(@CallerOf() caller: Caller, @ZodQuery(ListQuery) query: z.infer<typeof ListQuery>) {
    const rows = this.rowsFor(caller);
    const filter = this.filterOf(query);
    if (!filter) return { items: [], total: 0, counts: {} };
    const page = await referralPage(rows, filter, pageFrom(query));
    return { ...shown(page), counts: await stateCounts(rows, filter) };
  }

  /** How many wait in each work queue, and how many of them past its limit. */
  @Get('queues')
  @Answers(200, QueueCounts)
  async queues(@CallerOf() caller: Caller) {
    return { counts: await queueCounts(this.rowsFor(caller), instantNow(this.clock)) };
  }

  /** One work queue, what is due first in front. */
  @Get('queues/:name')
  @Answers(200, ReferralQueue)
  async queue(@CallerOf() caller: Caller, @Param('name') name: string, @ZodQuery(QueueQuery) query: z.infer<typeof QueueQuery>) {
    const rows = this.rowsFor(caller);
    if (!Object.hasOwn(QUEUES, name)) throw notFound();
    const filter = this.filterOf(query);
    if (!filter) return { items: [], total: 0 };
    return shown(await queuePage(rows, name as QueueName, filter, instantNow(this.clock), pageFrom(query)));
  }

  /** Undefined where the agency named is none: nothing was exchanged with it. */
  private filterOf({ with: code, emergency, cursor: _, limit: __, ...rest }: z.infer<typeof ListQuery>): Filter | undefined {
    const counterpart = code === undefined ? undefined : this.directory.byCode(code)?.key;
    if (code !== undefined && !counterpart) return undefined;
    return { ...rest, counterpart, ...(emergency && { emergency: emergency === 'true' }) };
  }

  private rowsFor(caller: Caller) {
    requireAccess(caller, 'referral.list', 'own');
    return this.host.agency(caller.agency).rows;
  }
}
