import type { Caller } from '@satualur/access/access';
import type { Hlc } from '@satualur/contracts/hlc';
import type { CaseId } from '@satualur/contracts/ids';
import type { CaseLine, ToldTimeline } from '@satualur/contracts/timeline/views';
import { Answers } from '@satualur/service-host/answers';
import { preferredType, Produces } from '@satualur/service-host/media-types';
import { notFound } from '@satualur/service-host/problem';
import { CallerOf, PathUuid, Shown, ZodQuery } from '@satualur/service-host/request';
import { Controller, Get, Headers, Header, Res } from '@nestjs/common';
import { TimelineReader } from '../timeline.reader';
import { timelineText } from '@satualur/case-timeline/timeline.text';
import { Cases, Digest, Timeline } from './timeline.answers';
import { CasesRequest, DigestRequest, TimelineRequest } from './timeline.requests';

/** What this controller needs of the web framework's answer. */
interface Reply {
  type(contentType: string): unknown;
}

const TYPES = ['application/json', 'text/plain'] as const;

@Controller()
export class TimelineController {
  constructor(private readonly reader: TimelineReader) {}

  @Get('cases')
  @Answers(200, Cases)
  async cases(
    @CallerOf() caller: Caller,
    @ZodQuery(CasesRequest) query: CasesRequest,
  ): Promise<{ readonly cases: readonly CaseLine[] }> {
    return { cases: await this.reader.cases(caller, query) };
  }

  /** JSON; with `Accept: text/plain` as text to be read. */
  @Get('cases/:caseid/timeline')
  @Answers(200, Timeline)
  @Header('vary', 'accept')
  @Produces(...TYPES)
  async timeline(
    @CallerOf() caller: Caller,
    @PathUuid('caseid') caseid: CaseId,
    @ZodQuery(TimelineRequest) { asOf, lang, technical }: TimelineRequest,
    @Shown() show: (hlc: Hlc) => void,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ToldTimeline | string> {
    const told = await this.reader.timeline(caller, caseid, { asOf, language: lang, technical: technical === 'true' });
    if (!told) throw notFound();
    for (const entry of told.entries) show(entry.hlc);
    if (preferredType(accept, TYPES) !== 'text/plain') return told;
    reply.type('text/plain; charset=utf-8');
    return timelineText(told);
  }

  /** SHA-256 of the live projection, also as known strictly before an instant: equal logs, equal digest. */
  @Get('digest')
  @Answers(200, Digest)
  async digest(
    @CallerOf() caller: Caller,
    @ZodQuery(DigestRequest) { asOf }: DigestRequest,
  ): Promise<{ readonly digest: string }> {
    return { digest: await this.reader.digest(caller, asOf) };
  }
}
