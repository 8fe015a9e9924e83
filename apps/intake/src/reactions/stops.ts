import { type AgencyKey, streamOf, uuidOfStream } from '@satualur/contracts/ids';
import type { ConsentEvent, StopEvent } from '@satualur/contracts/intake/events';
import { raise } from '@satualur/notices/raise';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { CommandReaction } from '@satualur/service-host/reactions';
import { noteStop } from '../acts/consents';
import { remindAt, stop } from '../domain/stop';

/** Another agency's person withdrew consent: processing is to stop here, and whoever works on cases is told. */
export const stopAsked: CommandReaction<OpenAgency> = {
  name: 'stop-asked',
  from: 'inbox',
  on: ['ConsentWithdrawn'],
  async react({ event, envelope, log }, unit, { key }) {
    const { data, caseid } = event as Extract<ConsentEvent, { type: 'ConsentWithdrawn' }>;
    const { record: consent, subject, confirmBy, stops, imported } = data;
    for (const { recipient, stop: id } of stops) {
      if (recipient !== key) continue;
      const stream = streamOf('stop', id);
      const asked = { owner: log as AgencyKey, consent, subject, confirmBy, at: envelope.time, hlc: envelope.hlc };
      await unit.decide(stream, stop, { type: 'RequestStop', asked, ...(caseid && { caseid }) });
      if (!imported) unit.due(stream, remindAt(await unit.load(stream, stop)));
      await raise(unit, { kind: 'StopRequested', about: stream, role: 'caseworker', emergency: false });
    }
  },
};

/** A recipient confirmed that it stopped. */
export const stopConfirmed: CommandReaction<OpenAgency> = {
  name: 'stop-confirmed',
  from: 'inbox',
  on: ['ProcessingStopConfirmed'],
  async react({ event, envelope, log }, unit, { key }) {
    const { owner, consent: record } = (event as Extract<StopEvent, { type: 'ProcessingStopConfirmed' }>).data;
    if (owner !== key) return;
    const noted = { recipient: log as AgencyKey, stop: uuidOfStream(envelope.subject), at: envelope.time, hlc: envelope.hlc };
    await noteStop(unit, { record, ...noted });
  },
};
