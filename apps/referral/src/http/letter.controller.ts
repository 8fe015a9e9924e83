import { Controller, Get, Header, Inject } from '@nestjs/common';
import type { Caller } from '@satualur/access/access';
import { requireAccess } from '@satualur/access/table';
import type { Hlc } from '@satualur/contracts/hlc';
import type { AgencyKey, Uuid } from '@satualur/contracts/ids';
import { type Clock, instantNow } from '@satualur/event-store/clock';
import { AgencyHost } from '@satualur/service-host/agency-host';
import { Answers } from '@satualur/service-host/answers';
import { Directory } from '@satualur/service-host/directory';
import { Produces } from '@satualur/service-host/media-types';
import { notFound } from '@satualur/service-host/problem';
import { CallerOf, PathUuid, Shown } from '@satualur/service-host/request';
import { CLOCK } from '@satualur/service-host/tokens';
import { letter, LETTER_CSP } from './letter';
import { lookedAt, referralView } from './referral.view';
import { z } from 'zod';

@Controller('referrals')
export class LetterController {
  constructor(
    private readonly host: AgencyHost,
    private readonly directory: Directory,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The referral as a letter for print, opened by the vault of the caller's agency: the sender's or the recipient's; printing it is a look. */
  @Get(':id/letter')
  @Answers(200, z.string())
  @Produces('text/html')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', LETTER_CSP)
  @Header('x-content-type-options', 'nosniff')
  async read(@CallerOf() caller: Caller, @PathUuid('id') id: Uuid, @Shown() shown: (hlc: Hlc) => void) {
    const role = requireAccess(caller, 'referral.read', 'own');
    const agency = this.host.agency(caller.agency);
    const view = await referralView(agency, id, caller);
    if (!view || !('sentAt' in view.body)) throw notFound();
    shown(await lookedAt(agency, { caller, role }, view));
    const { body } = view;
    return letter({
      ...{ referral: body, from: this.headOf(body.from), to: this.headOf(body.to) },
      printedAt: instantNow(this.clock),
    });
  }

  private headOf(key: AgencyKey) {
    const { code, name } = this.directory.agency(key) ?? { code: key, name: key };
    return { code, name };
  }
}
