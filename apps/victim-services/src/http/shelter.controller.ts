import { Controller, Get, Inject, Post } from '@nestjs/common';
import type { Caller } from '@satualur/access/access';
import { requireAccess } from '@satualur/access/table';
import { GivenRef } from '@satualur/contracts/identity/nik';
import { streamOf, SubjectId, Uuid } from '@satualur/contracts/ids';
import { plainForm } from '@satualur/contracts/sealed';
import { type ShelterEvent, shelterEvents } from '@satualur/contracts/victim-services/events';
import { fold } from '@satualur/decider/decider';
import { AgencyHost } from '@satualur/service-host/agency-host';
import { Answers, Done } from '@satualur/service-host/answers';
import type { Ids } from '@satualur/service-host/host-module';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { notFound } from '@satualur/service-host/problem';
import { CallerOf, PathUuid, ZodBody } from '@satualur/service-host/request';
import { IDS } from '@satualur/service-host/tokens';
import { freePlaces, shelter } from '../domain/shelter';
import { checkRecord } from '../services.handler';
import { PlacesLeft } from './services.answers';
import { type Body, ServicesCommands } from './services.commands';

const kind = { category: 'shelter', decider: shelter };

const Open = plainForm(shelterEvents.ShelterOpened.omit({ subject: true }).extend({ ref: GivenRef }));
const Places = shelterEvents.ShelterPlacesChanged;
const Take = shelterEvents.ShelterPlaceTaken;
const Free = shelterEvents.ShelterPlaceFreed;

/** Places in the agency's shelters; where one lies is sealed under keys of its own. */
@Controller('shelters')
export class ShelterController {
  constructor(
    private readonly commands: ServicesCommands,
    private readonly host: AgencyHost,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  @Post()
  @Answers(201, Done)
  open(@Command() command: CommandContext, @ZodBody(Open) body: Body<typeof Open>) {
    const subject = SubjectId.parse(this.ids.uuid());
    return this.commands.of(kind).open(command, 'shelter.manage', () => ({ type: 'OpenShelter', subject, ...body }), body.ref);
  }

  @Post(':id/places')
  @Answers(200, Done)
  places(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Places) body: Body<typeof Places>) {
    return this.commands.of(kind).to(id, command, 'shelter.manage', () => ({ type: 'ChangePlaces', ...body }));
  }

  @Post(':id/take')
  @Answers(200, Done)
  take(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Take) body: Body<typeof Take>) {
    return this.commands.of(kind).to(id, command, 'service.record', async (unit) => ({
      ...{ type: 'TakePlace', ...body },
      facts: await checkRecord(unit, body.record),
    }));
  }

  @Post(':id/free')
  @Answers(200, Done)
  free(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Free) body: Body<typeof Free>) {
    return this.commands.of(kind).to(id, command, 'service.record', () => ({ type: 'FreePlace', ...body }));
  }

  /** How many places there are and how many are free. */
  @Get(':id')
  @Answers(200, PlacesLeft)
  async read(@CallerOf() caller: Caller, @PathUuid('id') id: Uuid) {
    requireAccess(caller, 'shelter.read', 'own');
    const events = await this.host.agency(caller.agency).store.read(streamOf('shelter', id));
    if (events.length === 0) throw notFound();
    const state = fold(
      shelter,
      events.map(({ event }) => event as ShelterEvent),
    );
    return { id, places: state.places, free: freePlaces(state) };
  }
}
