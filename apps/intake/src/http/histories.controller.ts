import { Controller, Get } from '@nestjs/common';
import type { Caller } from '@satualur/access/access';
import { requireAccess } from '@satualur/access/table';
import type { Hlc } from '@satualur/contracts/hlc';
import { streamOf, type Uuid } from '@satualur/contracts/ids';
import { AgencyHost } from '@satualur/service-host/agency-host';
import { Answers, History } from '@satualur/service-host/answers';
import { openedHistory } from '@satualur/service-host/opened-history';
import { CallerOf, PathUuid, Shown } from '@satualur/service-host/request';

type Show = (hlc: Hlc) => void;

/** What a screening found and what happened to several people at once, to be read again, opened for those who work on the case. */
@Controller()
export class HistoriesController {
  constructor(private readonly host: AgencyHost) {}

  @Get('screenings/:id')
  @Answers(200, History)
  screening(@CallerOf() caller: Caller, @PathUuid('id') id: Uuid, @Shown() shown: Show) {
    return this.read(caller, 'screening', id, shown);
  }

  @Get('case-events/:id')
  @Answers(200, History)
  caseEvent(@CallerOf() caller: Caller, @PathUuid('id') id: Uuid, @Shown() shown: Show) {
    return this.read(caller, 'caseevent', id, shown);
  }

  private async read(caller: Caller, category: string, id: Uuid, shown: Show) {
    const role = requireAccess(caller, 'case.read', 'own');
    const agency = this.host.agency(caller.agency);
    const { hlc, ...told } = await openedHistory(agency, { caller, role }, streamOf(category, id));
    shown(hlc);
    return { id, ...told };
  }
}
