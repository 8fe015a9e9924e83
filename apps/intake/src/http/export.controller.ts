import { Controller, Header, Inject, Post } from '@nestjs/common';
import { requireAccess } from '@satualur/access/table';
import { type Clock, instantNow } from '@satualur/event-store/clock';
import { type StreamId, streamOf, type Uuid } from '@satualur/contracts/ids';
import { AgencyHost } from '@satualur/service-host/agency-host';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { Answers } from '@satualur/service-host/answers';
import type { Ids } from '@satualur/service-host/host-module';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { notFound } from '@satualur/service-host/problem';
import { PathUuid, ZodBody } from '@satualur/service-host/request';
import { CLOCK, IDS } from '@satualur/service-host/tokens';
import type { z } from 'zod';
import { noteExport } from '../acts/exports';
import { consentStream } from '../guardian-conflicts';
import { isRegistration, recordStream } from '../live';
import { CarryOut } from './carry-out';
import { Exported } from './intake.answers';
import * as ask from './intake.requests';
import { recordView } from './record.view';

/** What happened in a stream, without a guardian's number: that is another person's. */
async function toldIn({ store }: OpenAgency, stream: StreamId) {
  return (await store.read(stream)).map(({ event, envelope }) => {
    const { subject: _subject, guardianNik: _nik, ...data } = event.data as Record<string, unknown>;
    return { what: event.type, at: envelope.time, data };
  });
}

/** A record as a document, for the person, a court, or whoever takes the case over. */
@Controller('records')
export class ExportController {
  constructor(
    private readonly carry: CarryOut,
    private readonly host: AgencyHost,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The whole record, opened; that it was given out, and what for, is an event before the answer. */
  @Post(':id/export')
  @Answers(200, Exported)
  @Header('content-disposition', 'attachment; filename="record.json"')
  async export(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(ask.Export) { purpose }: z.infer<typeof ask.Export>,
  ) {
    requireAccess(command.caller, 'record.export', 'own');
    const agency = this.host.agency(command.caller.agency);
    const events = await agency.store.read(recordStream(id));
    if (!events.some(isRegistration)) throw notFound();
    const record = await recordView(agency, id, events);
    const noted = noteExport(this.ids.uuid(), recordStream(id), Object.keys(record.assertions), purpose);
    await this.carry.run(command, 'record.export', noted);
    return {
      exportedAt: instantNow(this.clock),
      record,
      consents: await toldIn(agency, consentStream(id)),
      legalBases: await toldIn(agency, streamOf('legalbasis', id)),
    };
  }
}
