import { Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import type { Caller } from '@satualur/access/access';
import { can, requireAccess } from '@satualur/access/table';

import { instantOf, streamOf } from '@satualur/contracts/ids';
import { type Clock, instantNow } from '@satualur/event-store/clock';
import { searched } from '@satualur/service-host/access-log';
import { AgencyHost } from '@satualur/service-host/agency-host';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { pageFrom, type Paged } from '@satualur/service-host/page';
import { notFound } from '@satualur/service-host/problem';
import { CallerOf, ZodBody, ZodQuery } from '@satualur/service-host/request';
import { CLOCK } from '@satualur/service-host/tokens';
import type { z } from 'zod';
import { allRecords, caseload, caseloads, queueCounts, type QueueName, queuePage, QUEUES } from '../rows/intake-queries';
import { type Found, likelyRecords, reindex, search, shownOf, waysOf } from '../search';
import * as ask from './intake.requests';

const WITA_MS = 8 * 3_600_000;
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
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The own agency's records by name, number or phone; the search and whom it showed are an event before the answer. */
  @Post('records/search')
  @HttpCode(200)
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
  @HttpCode(200)
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
  @HttpCode(200)
  async reindex(@Command() { caller }: CommandContext, @ZodBody(ask.Nothing) _body: object) {
    requireAccess(caller, 'record.hold', 'own');
    const agency = this.host.agency(caller.agency);
    return { indexed: await reindex(agency, await allRecords(agency.rows)) };
  }

  /** The caller's own cases, with those of absent colleagues whose deputy the caller is; a supervisor may ask for anybody's. */
  @Get('caseload')
  async caseload(@CallerOf() caller: Caller, @ZodQuery(ask.CaseloadQuery) query: z.infer<typeof ask.CaseloadQuery>) {
    const rows = this.rowsFor(caller);
    const { worker = caller.staff, state = 'Open' } = query;
    if (worker !== caller.staff && !can(caller, 'worker.absence', 'own')) throw notFound();
    const today = instantOf(this.clock.now() + WITA_MS).slice(0, 10);
    const page = shownPage(await caseload(rows, worker, today, state, pageFrom(query)));
    return { ...page, ...(can(caller, 'worker.absence', 'own') && { workers: await caseloads(rows) }) };
  }

  @Get('queues')
  async queues(@CallerOf() caller: Caller) {
    return { counts: await queueCounts(this.rowsFor(caller), instantNow(this.clock)) };
  }

  /** One work queue, what is due first in front. */
  @Get('queues/:name')
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
  stops(@CallerOf() caller: Caller, @ZodQuery(ask.QueueQuery) query: z.infer<typeof ask.QueueQuery>) {
    return this.page(caller, 'stops', query);
  }

  private async page(caller: Caller, name: QueueName, query: z.infer<typeof ask.QueueQuery>) {
    const rows = this.rowsFor(caller);
    return shownPage(await queuePage(rows, name, query.state ?? 'Open', instantNow(this.clock), pageFrom(query)));
  }

  private rowsFor(caller: Caller) {
    requireAccess(caller, 'intake.list', 'own');
    return this.host.agency(caller.agency).rows;
  }
}

const streamsOf = (found: readonly Found[]) => found.map(({ id }) => streamOf('record', id));
