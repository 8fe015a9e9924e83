import type { Caller, Role } from '@satualur/access/access';
import { type Hlc, hlcOf } from '@satualur/contracts/hlc';
import { agencyKeyOf, Instant, Ref, streamOf, type Uuid } from '@satualur/contracts/ids';
import { sealed } from '@satualur/contracts/sealed';
import { RuleViolation } from '@satualur/decider/decider';
import { AccessDenied } from '@satualur/access/access';
import { BodyMismatch, ClaimTaken, Conflict, EventTooLarge } from '@satualur/event-store/store';
import { Controller, Get, Injectable, InternalServerErrorException, Module, Param, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { Answers } from './answers';
import { createApp } from './app';
import type { HostParts } from './host.module';
import { Command, type CommandContext } from './idempotency';
import { silentLog } from './logging';
import { AgencyNotReady } from './problem';
import { PathUuid, Shown, ZodBody, ZodQuery } from './request';
import { callersByToken, testConfig } from './testing';

/** A service for this library's own specs: notes with a text, kept in memory under their command ids. */
const NewNote = z.object({
  ref: Ref,
  text: sealed('narrative', z.string().min(1).max(200)),
  nik: z.string().max(32),
  consent: z.boolean(),
  urgent: z.boolean().default(false),
  count: z.number().int().min(0).max(150).optional(),
  on: Instant,
  tags: z.array(z.object({ code: z.enum(['a', 'b']) })).optional(),
});
type NewNote = z.infer<typeof NewNote>;

@Injectable()
export class Notes {
  readonly kept = new Map<Uuid, { readonly hash: string; readonly note: NewNote }>();
  readonly asked: CommandContext[] = [];
}

const failures: Readonly<Record<string, (id: Uuid) => Error>> = {
  rule: () => new RuleViolation('note-is-closed', { state: 'closed' }),
  'rule-unlisted': () => new RuleViolation('no-status-given'),
  claim: (id) => new ClaimTaken('ref', streamOf('note', id)),
  conflict: (id) => new Conflict(streamOf('note', id)),
  'too-large': () => new EventTooLarge('NoteAdded'),
  hidden: () => new AccessDenied(true),
  denied: () => new AccessDenied(false),
  'not-ready': () => new AgencyNotReady(3),
  unknown: (id) => new Error(`Siti Fiktif ${id}`),
  'http-500': () => new InternalServerErrorException('Siti Fiktif'),
  zod: () => new z.ZodError([]),
};

const Named = z.object({ id: z.string() });

@Controller('notes')
class NotesController {
  constructor(private readonly notes: Notes) {}

  @Post()
  @Answers(201, Named)
  add(@ZodBody(NewNote) note: NewNote, @Command() context: CommandContext): object {
    const { id, bodyHash = '' } = context.cause('caseworker').command;
    this.notes.asked.push(context);
    const known = this.notes.kept.get(id);
    if (known && known.hash !== bodyHash) throw new BodyMismatch();
    this.notes.kept.set(id, { hash: bodyHash, note });
    context.shown(hlcOf(1_000, this.notes.kept.size));
    return { id };
  }

  @Post(':id/close')
  @Answers(201, Named.extend({ command: z.string() }))
  close(@PathUuid('id') id: Uuid, @Command() context: CommandContext): object {
    return { id, command: context.cause('caseworker').command.id };
  }

  @Post(':id/reopen')
  @Answers(201, Named.extend({ command: z.string() }))
  reopen(@PathUuid('id') id: Uuid, @Command() context: CommandContext): object {
    return { id, command: context.cause('caseworker').command.id };
  }

  /** Asks for no CommandContext. */
  @Post(':id/touch')
  @Answers(201, Named)
  touch(@PathUuid('id') id: Uuid): object {
    return { id };
  }

  @Post(':id/fail/:how')
  @Answers(201, z.never())
  fail(@PathUuid('id') id: Uuid, @Param('how') how: string, @Command() context: CommandContext): never {
    this.notes.asked.push(context);
    throw failures[how]!(id);
  }

  @Get(':id')
  @Answers(200, Named)
  one(@PathUuid('id') id: Uuid, @Shown() show: (hlc: Hlc) => void): object {
    [5, 9, 7].forEach((ms) => show(hlcOf(ms)));
    return { id };
  }

  @Get()
  @Answers(200, z.object({ notes: z.int(), limit: z.string().nullable() }))
  list(
    @ZodQuery(
      z.object({
        limit: z
          .string()
          .regex(/^\d{1,3}$/)
          .optional(),
      }),
    )
    query: {
      limit?: string;
    },
  ): object {
    return { notes: this.notes.kept.size, limit: query.limit ?? null };
  }
}

@Module({ controllers: [NotesController], providers: [Notes] })
class NotesModule {}

const caller = (agency: string, roles: readonly Role[] = ['caseworker']): Caller => ({
  staff: 'staf-1',
  agency: agencyKeyOf(agency),
  roles,
});
export const CALLERS_BY_TOKEN = {
  caseworker: caller('DINSOS-6371'),
  colleague: { ...caller('DINSOS-6371'), staff: 'staf-2' },
  stranger: caller('POL-6372'),
  auditor: caller('DINSOS-6371', ['auditor']),
};

export const sampleNote = {
  ref: 'N-1',
  text: 'catatan contoh',
  nik: '6399010101900001',
  consent: true,
  on: '2026-02-01T08:00:00+08:00',
};

export const startSample = (parts: Partial<HostParts> = {}): Promise<NestFastifyApplication> =>
  createApp(NotesModule, {
    config: testConfig('sample'),
    callers: callersByToken(CALLERS_BY_TOKEN),
    problems: { 'note-is-closed': 422 },
    log: silentLog,
    ...parts,
  });
