import { Controller, Get, Inject, Param, Post } from '@nestjs/common';
import type { Caller } from '@satualur/access/access';
import { can, requireAccess } from '@satualur/access/table';
import { streamOf } from '@satualur/contracts/ids';
import { dateOf } from '@satualur/contracts/registry/deadlines';
import { type Clock, instantNow } from '@satualur/event-store/clock';
import { searched } from '@satualur/service-host/access-log';
import { AgencyHost } from '@satualur/service-host/agency-host';
import { Answers } from '@satualur/service-host/answers';
import { Directory } from '@satualur/service-host/directory';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { pageFrom, type Paged } from '@satualur/service-host/page';
import { notFound } from '@satualur/service-host/problem';
import { CallerOf, ZodBody, ZodQuery } from '@satualur/service-host/request';
import { CLOCK } from '@satualur/service-host/tokens';
import type { z } from 'zod';
import { allRecords, caseload, caseloads, queueCounts, type QueueName, queuePage, QUEUES } from '../rows/intake-queries';
import { type Found, likelyRecords, reindex, search, shownOf, waysOf } from '../search';
import { Caseload, FoundPeople, Likely, QueueCounts, Reindexed, WorkQueue } from './intake.answers';
import * as ask from './intake.requests';

const FAR = '2999';

/** As an item of a list: what is absent, and a limit that never comes, is left out. */
const shownRow = ({ version: _version, ...row }: object & { readonly version: number }) =>
  Object.fromEntries(
    Object.entries(row).filter(([name, value]) => value !== null && !(name === 'due_at' && String(value).startsWith(FAR))),
  );
const shownPage = <R extends { readonly version: number }>({ items, ...page }: Paged<R>) => ({
  items: items.map(shownRow),
  ...page,
});

/** What a worker looks for before anything else: a person, the own caseload, what waits. */
@Controller()
export class ListsController {
  constructor(
    private readonly host: AgencyHost,
    private readonly directory: Directory,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The own agency's records by name, number or phone; the search and whom it showed are an event before the answer. */
  @Post('records/search')
  @Answers(200, FoundPeople)
  async search(@Command() command: CommandContext, @ZodBody(ask.Search) asked: z.infer<typeof ask.Search>) {
    const { caller } = command;
    const role = requireAccess(caller, 'record.search', 'own');
    const agency = this.host.agency(caller.agency);
    const found = await search(agency, asked);
    command.shown(await searched(agency, { caller, role }, waysOf(asked), streamsOf(found)));
    return { items: await Promise.all(found.map((one) => shownOf(agency, one))) };
  }

  /** A warning before registering: records of the own agency that are likely of the same person, and why. */
  @Post('records/likely')
  @Answers(200, Likely)
  async likely(@Command() command: CommandContext, @ZodBody(ask.Likely) { assertions }: z.infer<typeof ask.Likely>) {
    const { caller } = command;
    const role = requireAccess(caller, 'record.search', 'own');
    const agency = this.host.agency(caller.agency);
    const likely = await likelyRecords(agency, assertions);
    const found = likely.map((one) => one.found);
    command.shown(await searched(agency, { caller, role }, 'Name', streamsOf(found)));
    return {
      items: await Promise.all(likely.map(async (one) => ({ ...(await shownOf(agency, one.found)), because: one.because }))),
    };
  }

  /** Makes all records findable anew, after the vault came back from an older backup. */
  @Post('records/reindex')
  @Answers(200, Reindexed)
  async reindex(@Command() { caller }: CommandContext, @ZodBody(ask.Nothing) _body: object) {
    requireAccess(caller, 'record.hold', 'own');
    const agency = this.host.agency(caller.agency);
    return { indexed: await reindex(agency, await allRecords(agency.rows)) };
  }

  /** The caller's own cases, with those of absent colleagues whose deputy the caller is; a supervisor may ask for anybody's. */
  @Get('caseload')
  @Answers(200, Caseload)
  async caseload(@CallerOf() caller: Caller, @ZodQuery(ask.CaseloadQuery) query: z.infer<typeof ask.CaseloadQuery>) {
    const rows = this.rowsFor(caller);
    const { worker = caller.staff, state = 'Open' } = query;
    if (worker !== caller.staff && !can(caller, 'worker.absence', 'own')) throw notFound();
    const today = dateOf(instantNow(this.clock));
    const page = shownPage(await caseload(rows, worker, today, state, pageFrom(query)));
    return { ...page, ...(can(caller, 'worker.absence', 'own') && { workers: await caseloads(rows) }) };
  }

  @Get('queues')
  @Answers(200, QueueCounts)
  async queues(@CallerOf() caller: Caller) {
    return { counts: await queueCounts(this.rowsFor(caller), instantNow(this.clock)) };
  }

  /** One work queue, what is due first in front. */
  @Get('queues/:name')
  @Answers(200, WorkQueue)
  async queue(
    @CallerOf() caller: Caller,
    @Param('name') name: string,
    @ZodQuery(ask.QueueQuery) query: z.infer<typeof ask.QueueQuery>,
  ) {
    if (!(QUEUES as readonly string[]).includes(name)) throw notFound();
    return this.page(caller, name as QueueName, query);
  }

  /** Stops that other agencies' people asked for, and those to confirm for recipients off the platform. */
  @Get('stops')
  @Answers(200, WorkQueue)
  stops(@CallerOf() caller: Caller, @ZodQuery(ask.QueueQuery) query: z.infer<typeof ask.QueueQuery>) {
    return this.page(caller, 'stops', query);
  }

  private async page(caller: Caller, name: QueueName, query: z.infer<typeof ask.QueueQuery>) {
    const rows = this.rowsFor(caller);
    const { with: code, cursor, limit, ...filter } = query;
    const counterpart = code === undefined ? undefined : this.directory.byCode(code)?.key;
    if (code !== undefined && counterpart === undefined) return { items: [], total: 0 };
    return shownPage(
      await queuePage(rows, name, { ...filter, counterpart }, instantNow(this.clock), pageFrom({ cursor, limit })),
    );
  }

  private rowsFor(caller: Caller) {
    requireAccess(caller, 'intake.list', 'own');
    return this.host.agency(caller.agency).rows;
  }
}

const streamsOf = (found: readonly Found[]) => found.map(({ id }) => streamOf('record', id));
