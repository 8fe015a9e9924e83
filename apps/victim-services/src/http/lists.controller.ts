import { Controller, Get, Inject, Param } from '@nestjs/common';
import type { Caller } from '@satualur/access/access';
import { requireAccess } from '@satualur/access/table';
import { ServiceCategory } from '@satualur/contracts/codes/services';
import { Uuid } from '@satualur/contracts/ids';
import { type Clock, instantNow } from '@satualur/event-store/clock';
import { AgencyHost } from '@satualur/service-host/agency-host';
import { Answers } from '@satualur/service-host/answers';
import { Directory } from '@satualur/service-host/directory';
import { pageFrom, pageQuery } from '@satualur/service-host/page';
import { notFound } from '@satualur/service-host/problem';
import { CallerOf, ZodQuery } from '@satualur/service-host/request';
import { CLOCK } from '@satualur/service-host/tokens';
import { z } from 'zod';
import { placesPage, queueCounts, type QueueName, queuePage, QUEUES } from '../rows/services-queries';
import type { WorkRow } from '../rows/services.row';
import { QueueCounts, ShelterPlaces, WorkQueue } from './services.answers';

const QueueQuery = z.object({
  ...pageQuery,
  state: z.enum(['Open', 'Overdue', 'Done']).optional(),
  kind: z.enum(['Application', 'Referral', 'ProxiedReferral', 'Visit', 'Claim']).optional(),
  service: ServiceCategory.optional(),
  record: Uuid.optional(),
  /** Code of the agency on the other side of a referral. */
  with: z.string().min(1).max(64).optional(),
});
const PlacesQuery = z.object({ ...pageQuery, free: z.enum(['true', 'false']).optional() });

const FAR = '2999';
/** As an item of a list: what is absent, and a limit that never comes, is left out. */
const shownOf = ({ version: _version, outstanding, ...row }: WorkRow) => ({
  ...Object.fromEntries(
    Object.entries(row).filter(([name, value]) => value !== null && !(name === 'due_at' && String(value).startsWith(FAR))),
  ),
  ...(outstanding !== null && { outstanding: Number(outstanding) }),
});

/** The agency's own services as work queues: references, codes and instants; no person. */
@Controller()
export class ListsController {
  constructor(
    private readonly host: AgencyHost,
    private readonly directory: Directory,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** How many wait in each work queue, and how many places there are. */
  @Get('queues')
  @Answers(200, QueueCounts)
  async queues(@CallerOf() caller: Caller) {
    return { counts: await queueCounts(this.rowsFor(caller), instantNow(this.clock)) };
  }

  /** Shelters with their places, by number. */
  @Get('queues/places')
  @Answers(200, ShelterPlaces)
  async places(@CallerOf() caller: Caller, @ZodQuery(PlacesQuery) query: z.infer<typeof PlacesQuery>) {
    const free = query.free === undefined ? undefined : query.free === 'true';
    const { items, ...page } = await placesPage(this.rowsFor(caller), free, pageFrom(query));
    return { items: items.map(({ version: _, ...row }) => row), ...page };
  }

  /** One work queue, what is due first in front. */
  @Get('queues/:name')
  @Answers(200, WorkQueue)
  async queue(@CallerOf() caller: Caller, @Param('name') name: string, @ZodQuery(QueueQuery) query: z.infer<typeof QueueQuery>) {
    const rows = this.rowsFor(caller);
    if (!Object.hasOwn(QUEUES, name)) throw notFound();
    const { with: code, cursor, limit, ...filter } = query;
    const counterpart = code === undefined ? undefined : this.directory.byCode(code)?.key;
    if (code !== undefined && !counterpart) return { items: [], total: 0 };
    const asked = { ...filter, counterpart };
    const { items, ...page } = await queuePage(
      rows,
      name as QueueName,
      asked,
      instantNow(this.clock),
      pageFrom({ cursor, limit }),
    );
    return { items: items.map(shownOf), ...page };
  }

  private rowsFor(caller: Caller) {
    requireAccess(caller, 'services.list', 'own');
    return this.host.agency(caller.agency).rows;
  }
}
