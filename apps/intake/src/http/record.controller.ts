import { Controller, Get, Inject, Post } from '@nestjs/common';
import type { Caller } from '@satualur/access/access';
import { requireAccess } from '@satualur/access/table';
import type { Hlc } from '@satualur/contracts/hlc';
import { type CaseId, streamOf, type SubjectId, type Uuid } from '@satualur/contracts/ids';
import type { SomeAssertions } from '@satualur/contracts/intake/events';
import { RecordView } from '@satualur/contracts/views';
import { searched, viewed } from '@satualur/service-host/access-log';
import { uuidFrom } from '@satualur/service-host/secrets';
import { AgencyHost } from '@satualur/service-host/agency-host';
import { Answers } from '@satualur/service-host/answers';
import type { Ids } from '@satualur/service-host/host-module';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { notFound } from '@satualur/service-host/problem';
import { CallerOf, PathUuid, Shown, ZodBody } from '@satualur/service-host/request';
import { IDS } from '@satualur/service-host/tokens';
import type { z } from 'zod';
import { announceRecord, changeRecord, registerRecord } from '../acts/records';
import { CarryOut, given } from './carry-out';
import { Announced, Carried, Registered } from './intake.answers';
import * as ask from './intake.requests';
import { isRegistration, recordStream } from '../live';
import { likelyByNumber } from '../search';
import { recordView } from './record.view';

/** What the caller's agency asserts of one person. */
@Controller('records')
export class RecordController {
  constructor(
    private readonly carry: CarryOut,
    private readonly host: AgencyHost,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /**
   * Registers a person; what was held for this number is applied with it. Tells of own records that bear the same number or phone, by id
   * and number alone; that they were shown is an event before the answer.
   */
  @Post()
  @Answers(201, Registered)
  async register(@Command() command: CommandContext, @ZodBody(ask.Register) body: z.infer<typeof ask.Register>) {
    const { recordedAt, ...record } = body;
    const act = registerRecord(given(record), this.minted());
    const { events, ...answer } = await this.carry.run(command, 'record.register', act, recordedAt);
    const likely = await this.warn(command, body.assertions, answer.id);
    return { ...answer, ref: body.ref, caseid: events[0]!.envelope.caseid, ...(likely.length > 0 && { likely }) };
  }

  /**
   * Makes the number of a victim's record known before the record is: referrals, consents and claims can name it, and registering the
   * number completes it.
   */
  @Post('announced')
  @Answers(201, Announced)
  async announce(@Command() command: CommandContext, @ZodBody(ask.Announce) body: z.infer<typeof ask.Announce>) {
    const act = announceRecord(given(body), this.minted());
    const { events, ...answer } = await this.carry.run(command, 'record.register', act);
    return { ...answer, ref: body.ref, caseid: events[0]!.envelope.caseid };
  }

  private async warn({ caller, cause, shown }: CommandContext, assertions: SomeAssertions, registered: Uuid | undefined) {
    const agency = this.host.agency(caller.agency);
    const likely = await likelyByNumber(agency, assertions, registered);
    if (likely.length === 0) return [];
    const who = { caller, role: requireAccess(caller, 'record.register', 'own') };
    const by = likely.some(({ because }) => because.includes('Number')) ? 'Number' : 'Phone';
    shown(
      await searched(
        agency,
        who,
        by,
        likely.map(({ found }) => recordStream(found.id)),
        uuidFrom('likely', cause(who.role).command.id),
      ),
    );
    return likely.map(({ found, because }) => ({ id: found.id, ref: found.state.live.ref, because }));
  }

  private minted() {
    return { record: this.ids.uuid(), subject: this.ids.uuid() as SubjectId, newCase: this.ids.uuid() as CaseId };
  }

  @Post(':id/assert')
  @Answers(200, Carried)
  assert(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(ask.Assert) body: z.infer<typeof ask.Assert>) {
    const act = changeRecord(id, { type: 'AssertFields', assertions: body.assertions });
    return this.carry.answer(command, 'record.change', act, body.recordedAt);
  }

  @Post(':id/correct')
  @Answers(200, Carried)
  correct(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(ask.Correct) body: z.infer<typeof ask.Correct>) {
    const { recordedAt, ...stated } = body;
    return this.carry.answer(command, 'record.change', changeRecord(id, { type: 'CorrectFields', ...given(stated) }), recordedAt);
  }

  @Post(':id/determine')
  @Answers(200, Carried)
  determine(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(ask.Determine) body: z.infer<typeof ask.Determine>,
  ) {
    const { recordedAt, ...stated } = body;
    return this.carry.answer(
      command,
      'record.change',
      changeRecord(id, { type: 'DetermineStatus', ...given(stated) }),
      recordedAt,
    );
  }

  /** The record with the values in force, opened with the owner's vault; the look itself is an event before the answer. */
  @Get(':id')
  @Answers(200, RecordView)
  async read(@CallerOf() caller: Caller, @PathUuid('id') id: Uuid, @Shown() shown: (hlc: Hlc) => void) {
    const role = requireAccess(caller, 'record.read', 'own');
    const agency = this.host.agency(caller.agency);
    const stream = streamOf('record', id);
    const events = await agency.store.read(stream);
    if (!events.some(isRegistration)) throw notFound();
    const view = await recordView(agency, id, events);
    shown(await viewed(agency, { caller, role }, stream, Object.keys(view.assertions)));
    return view;
  }
}
