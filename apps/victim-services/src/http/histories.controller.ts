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

/** What was done for one person, to be read again: notes, goals, papers and the way home, opened for those who work on the case. */
@Controller()
export class HistoriesController {
  constructor(private readonly host: AgencyHost) {}

  @Get('episodes/:id')
  @Answers(200, History)
  episode(@CallerOf() caller: Caller, @PathUuid('id') id: Uuid, @Shown() shown: Show) {
    return this.read(caller, 'episode', id, shown);
  }

  @Get('plans/:id')
  @Answers(200, History)
  plan(@CallerOf() caller: Caller, @PathUuid('id') id: Uuid, @Shown() shown: Show) {
    return this.read(caller, 'plan', id, shown);
  }

  @Get('returns/:id')
  @Answers(200, History)
  homecoming(@CallerOf() caller: Caller, @PathUuid('id') id: Uuid, @Shown() shown: Show) {
    return this.read(caller, 'return', id, shown);
  }

  @Get('processes/:id')
  @Answers(200, History)
  process(@CallerOf() caller: Caller, @PathUuid('id') id: Uuid, @Shown() shown: Show) {
    return this.read(caller, 'process', id, shown);
  }

  private async read(caller: Caller, category: string, id: Uuid, shown: Show) {
    const role = requireAccess(caller, 'service.read', 'own');
    const agency = this.host.agency(caller.agency);
    const { hlc, ...told } = await openedHistory(agency, { caller, role }, streamOf(category, id));
    shown(hlc);
    return { id, ...told };
  }
}
