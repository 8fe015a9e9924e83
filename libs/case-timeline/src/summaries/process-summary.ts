import { uuidOfStream } from '@satualur/contracts/ids';
import type { ProcessSummary } from '@satualur/contracts/timeline/summaries';
import type { ProcessEvent } from '@satualur/contracts/victim-services/events';
import { type KnownEvent, publishedOf } from '../known-event';
import { type Streams, summarise } from './streams';

/** One line for each police report: how far it went. One whose report is not known yet is left out. */
export const processesOf = (streams: Streams): readonly ProcessSummary[] => summarise(streams('process'), evolve);

const filed = (
  { envelope, log }: KnownEvent,
  { ref, record, filedOn }: Extract<ProcessEvent, { type: 'PoliceReportFiled' }>['data'],
): ProcessSummary => ({
  ...{ process: uuidOfStream(envelope.subject), ref, record, agency: log, filedOn },
  ...{ stage: 'Reported', charges: [], verdict: null, finalOn: null, stopped: null },
});

const articles = (charges: readonly { readonly article: string }[]): readonly string[] => charges.map(({ article }) => article);

function evolve(summary: ProcessSummary | undefined, known: KnownEvent): ProcessSummary | undefined {
  const event = publishedOf(known) as ProcessEvent;
  if (event.type === 'PoliceReportFiled') return filed(known, event.data);
  return summary && advanced(summary, event);
}

function advanced(summary: ProcessSummary, event: Exclude<ProcessEvent, { type: 'PoliceReportFiled' }>): ProcessSummary {
  switch (event.type) {
    case 'InvestigationOpened':
      return { ...summary, stage: 'Investigation', charges: articles(event.data.charges) };
    case 'CaseFileDeclaredComplete':
      return { ...summary, stage: 'FileComplete', charges: articles(event.data.charges) };
    case 'CaseTransferredToCourt':
      return { ...summary, stage: 'InCourt' };
    case 'VerdictRecorded':
      return { ...summary, stage: 'Verdict', verdict: event.data.verdict, charges: articles(event.data.charges) };
    case 'VerdictBecameFinal':
      return { ...summary, stage: 'Final', finalOn: event.data.finalOn };
    case 'ProcessStopped':
      return { ...summary, stage: 'Stopped', stopped: event.data.reason };
  }
}
