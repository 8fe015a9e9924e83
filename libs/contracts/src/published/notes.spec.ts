import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../catalogue';
import { eventNames, examples } from './examples';
import { notes } from './notes';
import { eventsPage } from './events-page';

const apps = join(__dirname, '../../../../apps');

/** Events that a service's reactions listen to: the `on` lists in its sources. */
function heardBy(service: string): string[] {
  const folder = join(apps, service, 'src');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.reaction.ts') || file.endsWith('.reactions.ts'),
  );
  return sources.flatMap((file) => {
    const lists = readFileSync(join(folder, file), 'utf8').matchAll(/\bon: \[([^\]]*)\]/g);
    return [...lists].flatMap(([, list]) => [...list!.matchAll(/'(\w+)'/g)].map(([, name]) => name!));
  });
}

describe('the catalogue for people', () => {
  it.each(['intake', 'referral', 'victim-services'] as const)('names what %s acts on', (service) => {
    const context = (name: (typeof eventNames)[number]) => catalogue.get(name)!.context;
    const noted = eventNames.filter((name) => context(name) !== 'registry' && notes[name].consumers?.includes(service));
    expect(noted.sort()).toEqual([...new Set(heardBy(service))].sort());
  });
  it.each(eventNames)('names an addressee of %s where its example has one', (name) =>
    expect(notes[name].audience !== undefined).toBe((examples[name]().audience ?? []).length > 0),
  );
  it('has a section for each event', () => {
    const page = eventsPage();
    expect([...catalogue.keys()].filter((name) => !page.includes(`\n### ${name}\n`))).toEqual([]);
  });
});
