import type { Bench } from './bench';
import { openBroker } from './kafka';
import { logsInKafka, Timeline } from './projected';
import { rowOf } from './row';
import { told } from './told';
import { inTurns } from './turns';

const LOGS = 4;

export const rebuilding: Bench = {
  name: 'rebuild',
  async run(rig) {
    const { logEvents: events } = rig.scale;
    const broker = openBroker(rig);
    const timeline = await Timeline.open(rig, broker, await logsInKafka(rig, broker, LOGS, events));
    await timeline.live(events);
    const live = await timeline.projector.digest();
    const once = async (): Promise<number> => {
      await timeline.rebuild();
      return events;
    };
    const turns = await inTurns([{ name: 'rebuild', once }], {
      ...rig.scale,
      workers: 1,
      turnMs: 1,
      servers: () => rig.servers(),
    });
    const rebuilt = await timeline.projector.digest();
    const applied = timeline.applied();
    await Promise.all([broker.close(), timeline.drop()]);
    const own = turns.get('rebuild')!;
    return [
      rowOf(
        own.map(({ rate }) => rate),
        {
          name: 'timeline rebuild from Kafka, verified',
          unit: 'events/s',
          bar: ['≥', 70_000],
          beside: `${told('rebuild', own)}; ${events} events in ${LOGS} logs, ${applied} applied`,
        },
      ),
      rowOf([live === rebuilt && applied === events ? 0 : 1], {
        name: 'timeline rebuild: digests that differ from the live one',
        unit: 'digests',
        bar: ['=', 0],
        beside: `${rebuilt.slice(0, 16)}…, SHA-256 of the content`,
      }),
    ];
  },
};
