import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { at, idOf, SECRETARIAT } from '@satualur/contracts/cast';
import { msOfInstant } from '@satualur/contracts/ids';
import type { RegistryEvent } from '@satualur/contracts/registry/events';
import { codeListPublished, slaPolicyChanged } from '@satualur/contracts/registry/examples';
import { HybridClock } from '@satualur/event-store/clock';
import { storedEvent } from '@satualur/event-store/envelope';
import { MemoryEventStore, MemoryLog } from '@satualur/event-store/memory-store';
import { Directory } from '@satualur/service-host/directory';
import { ListedStore } from '@satualur/service-host/listed-store';
import { silentLog } from '@satualur/service-host/logging';
import { createApp } from '@satualur/service-host/serve';
import { asker, callersByToken, testConfig } from '@satualur/service-host/testing';
import { RegistryHost } from '../registry-host';
import { AgencyController } from './agency.controller';
import { ListsController } from './lists.controller';
import { registryProblems } from './registry.problems';

const NOW = at('02-03 10:00');
const clock = { now: () => msOfInstant(NOW) };

let directory: Directory;
let log: MemoryLog;
let app: NestFastifyApplication;
beforeEach(async () => {
  [directory, log] = [new Directory(), new MemoryLog()];
  directory.apply(slaPolicyChanged({ provincialSecretariat: SECRETARIAT }) as RegistryEvent);
  const memory = new MemoryEventStore({ log, source: '/services/registry', clock: new HybridClock(clock, false) });
  @Module({
    controllers: [AgencyController, ListsController],
    providers: [
      { provide: RegistryHost, useValue: { store: new ListedStore(memory, directory.lists) } },
      { provide: Directory, useValue: directory },
    ],
  })
  class RegistryRoutes {}
  const callers = callersByToken({ secretariat: { staff: 'staff-1', agency: SECRETARIAT, roles: ['secretariat'] } });
  const parts = { config: testConfig('registry'), callers, log: silentLog, problems: registryProblems, clock };
  app = await createApp(RegistryRoutes, parts);
});
afterEach(() => app.close());

const post = async (path: string, body: object) => {
  const answer = await asker(app, 'secretariat')('POST', path, { body });
  return { status: answer.status, ...answer.json<{ code?: string; facts?: object }>() };
};
const agency = {
  ...{ code: 'LKS-9-63', name: 'Lembaga contoh', orgType: 'NGO', decisionMakingOrg: 'NGO', area: '63', onPlatform: false },
};
const kept = { dataClass: 'medical', years: 25, validFrom: NOW, source: 'contoh' };

describe('a code that left its list', () => {
  it.each([
    ['/agencies', agency, 'org_Type', 'NGO', '/orgType'],
    ['/agencies', agency, 'vic_TraffickingStatusDecisionMakingOrg', 'NGO', '/decisionMakingOrg'],
    [`/agencies/${idOf(9)}/services`, { services: ['LegalAid'] }, 'ServiceCategory', 'LegalAid', '/services/0'],
    ['/retention-policies', kept, 'DataClass', 'medical', '/dataClass'],
  ])('is refused by %s with its list and day', async (path, body, list, code, field) => {
    const codes = [{ code: 'Others', label: { id: 'lain', en: 'others' } }];
    directory.apply(codeListPublished({ list, codes, validFrom: at('02-01 00:00') }) as RegistryEvent);
    expect(await post(path, body)).toMatchObject({
      status: 422,
      code: 'CODE_NOT_IN_LIST',
      facts: { list, code, at: NOW, field },
    });
    expect(log.events.map(({ bytes }) => storedEvent(bytes).event.type)).toEqual(['CommandRefused']);
  });

  it('is taken while the list has it, and before there is one', async () => {
    expect((await post('/agencies', agency)).status).toBe(201);
    expect((await post('/retention-policies', kept)).status).toBe(201);
  });
});
