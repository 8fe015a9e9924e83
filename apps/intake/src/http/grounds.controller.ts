import { Controller, Get, Inject } from '@nestjs/common';
import type { Caller } from '@satualur/access/access';
import { requireAccess } from '@satualur/access/table';
import type { Hlc } from '@satualur/contracts/hlc';
import { type StreamId, streamOf, type Uuid } from '@satualur/contracts/ids';
import { type Clock, instantNow } from '@satualur/event-store/clock';
import { viewed } from '@satualur/service-host/access-log';
import { AgencyHost } from '@satualur/service-host/agency-host';
import { Answers } from '@satualur/service-host/answers';
import { notFound } from '@satualur/service-host/problem';
import { CallerOf, PathUuid, Shown } from '@satualur/service-host/request';
import { CLOCK } from '@satualur/service-host/tokens';
import { consentStream } from '../guardian-conflicts';
import { recordStream } from '../live';
import { consentsView, legalBasesView } from './grounds.view';
import { Consents, LegalBases } from './intake.answers';

type Show = (hlc: Hlc) => void;

/** On what a person's data may be passed on, to be read by whoever works on the record, also while it is only announced. */
@Controller('records')
export class GroundsController {
  constructor(
    private readonly host: AgencyHost,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** To whom, for what and until when consent was given, refused and withdrawn; the look itself is an event before the answer. */
  @Get(':id/consents')
  @Answers(200, Consents)
  async consents(@CallerOf() caller: Caller, @PathUuid('id') id: Uuid, @Shown() shown: Show) {
    const events = await this.read(caller, id, consentStream(id), shown);
    return consentsView(id, events, instantNow(this.clock));
  }

  @Get(':id/legal-bases')
  @Answers(200, LegalBases)
  async legalBases(@CallerOf() caller: Caller, @PathUuid('id') id: Uuid, @Shown() shown: Show) {
    const events = await this.read(caller, id, streamOf('legalbasis', id), shown);
    return legalBasesView(id, events, instantNow(this.clock));
  }

  private async read(caller: Caller, record: Uuid, stream: StreamId, shown: Show) {
    const role = requireAccess(caller, 'record.read', 'own');
    const agency = this.host.agency(caller.agency);
    if ((await agency.store.read(recordStream(record))).length === 0) throw notFound();
    const events = await agency.store.read(stream);
    shown(await viewed(agency, { caller, role }, stream, []));
    return events;
  }
}
