import { type CaseId, Instant, Uuid } from '@satualur/contracts/ids';
import type { Language } from '@satualur/contracts/timeline/views';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { CannotSay } from './cannot-say';
import { exportLog } from './commands/export';
import { prove, type ProveOptions } from './commands/prove';
import { foldText, timelineOf } from './commands/timeline';
import { overall, verifyLogs, type VerifyOptions } from './commands/verify';
import { givenKey } from './keys';
import { proofSentence, proofText } from './proofs/proof-text';
import { reportText, STATUS } from './report';
import { mustBeKeyed, onlyOne, openSources, type SourceOptions, type Sources } from './sources/sources';
import type { Terminal } from './terminal';
import { Violated } from './violated';

type Flags = SourceOptions & VerifyOptions;
/** Answers a question about the logs that were opened; the exit status. */
type Answer<F extends Flags> = (sources: Sources, flags: F, terminal: Terminal) => Promise<number>;

const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

function logNames(text: string, before?: readonly string[]): readonly string[] {
  if (!/^[a-z][a-z0-9-]{1,30}$/.test(text))
    throw new InvalidArgumentError('an agency key or a service: small letters, digits and dashes.');
  return several(text, before);
}

function number(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('a whole number from 1.');
  return Number(text);
}

function uuid(text: string): Uuid {
  const parsed = Uuid.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('a UUID.');
  return parsed.data;
}

function instant(text: string): Instant {
  const parsed = Instant.safeParse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00+08:00` : text);
  if (!parsed.success) throw new InvalidArgumentError('an instant (RFC 3339) or a date.');
  return parsed.data;
}

function address(text: string): string {
  if (!/^https?:/.test(text) || !URL.canParse(text))
    throw new InvalidArgumentError('an address that begins with http:// or https://.');
  return text;
}

const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const verify: Answer<Flags> = async ({ logs, registered }, flags, terminal) => {
  const reports = await verifyLogs(logs, { ...flags, registered }, terminal);
  const verdict = overall(reports.map((report) => report.verdict));
  terminal.stdout.write(flags.json ? asJson({ verdict, logs: reports }) : reportText(reports));
  return STATUS[verdict];
};

const exported: Answer<Flags & { readonly out: string }> = async (sources, flags, terminal) => {
  const report = await exportLog(onlyOne(sources), { ...flags, registered: sources.registered }, terminal);
  terminal.stdout.write(flags.json ? asJson(report) : reportText([report]));
  return STATUS[report.verdict];
};

const proven: Answer<Flags & ProveOptions> = async (sources, flags, terminal) => {
  if ([flags.seq, flags.event, flags.from].filter((one) => one !== undefined).length !== 1) {
    throw new CannotSay('say what to prove: one of --seq, --event and --from');
  }
  const proof = await prove(onlyOne(sources), { ...flags, registered: sources.registered }, terminal);
  terminal.stdout.write(flags.json ? asJson(proof) : proofText(proof));
  if (!flags.json) terminal.stderr.write(proofSentence(proof));
  return STATUS[proof.verdict];
};

interface TimelineFlags extends Flags {
  readonly asOf?: Instant;
  readonly case?: CaseId;
  readonly live?: string;
  readonly lang: Language;
  readonly technical: boolean;
}

const told: Answer<TimelineFlags> = async ({ logs, registered }, { live, ...flags }, terminal) => {
  const asked = live === undefined ? {} : { live: { url: live, token: terminal.env['SATUALUR_TOKEN'] } };
  const report = await timelineOf(logs, { ...flags, ...asked, registered }, terminal);
  terminal.stdout.write(flags.json ? asJson(report) : foldText(report));
  return STATUS[report.verdict];
};

const sourced = (command: Command): Command =>
  command
    .option('--export <dir>', 'the log as a folder of static files (may be repeated)', several)
    .option('--store <url>', 'the log in the event store’s own database; a password comes from PGPASSWORD')
    .option('--kafka <brokers>', 'the log in Kafka, as the user of KAFKA_USERNAME and KAFKA_PASSWORD')
    .option('--log <name>', 'agency key or task-force service (may be repeated)', logNames)
    .addOption(
      new Option('--key <key>', 'the log’s public key: base64url, or a verifier key of signed notes').argParser(givenKey),
    )
    .option('--registry <dir>', 'export of the registry’s log, which published the agencies’ keys')
    .addOption(new Option('--registry-key <key>', 'the registry’s own public key, which stands in no log').argParser(givenKey))
    .option('--json', 'print JSON', false);

function programOf(terminal: Terminal, ended: (status: number) => void): Command {
  const program = new Command('auditor')
    .description('Holds the logs of Satu Alur against what they promise. Exit status: 0 holds, 1 violated, 2 could not say.')
    .configureOutput({ writeOut: (text) => terminal.stdout.write(text), writeErr: (text) => terminal.stderr.write(text) })
    .exitOverride();
  const answering =
    <F extends Flags>(answer: Answer<F>) =>
    async (flags: F) => {
      const sources = await openSources(flags, terminal.env);
      const answered = async () => {
        mustBeKeyed(sources, flags);
        return answer(sources, flags, terminal);
      };
      ended(await answered().finally(() => sources.close()));
    };
  sourced(program.command('verify'))
    .description('checks bytes, leaves, order, tree, checkpoints, signatures, watermarks and causes of whole logs')
    .option('--known <file>', 'checkpoints kept from an earlier audit (may be repeated)', several)
    .action(answering(verify));
  sourced(program.command('export'))
    .description('writes a log as static files (C2SP tlog-tiles), as far as its last checkpoint covers it')
    .requiredOption('--out <dir>', 'a folder that is empty or not there')
    .action(answering(exported));
  sourced(program.command('prove'))
    .description('proves that one event is in the log, or that a checkpoint extends an earlier one')
    .option('--seq <number>', 'the event’s place in the log', number)
    .option('--event <id>', 'the event’s id', uuid)
    .option('--from <size>', 'the earlier checkpoint, by its size', number)
    .option('--checkpoint <size>', 'the checkpoint, by its size (default: the latest)', number)
    .action(answering(proven));
  sourced(program.command('timeline'))
    .description('folds logs alone into the timeline, and holds a live projection against it')
    .option('--as-of <instant>', 'as known strictly before it: RFC 3339, or a date for 00:00 WITA', instant)
    .option('--case <id>', 'one case, told', (text) => uuid(text) as CaseId)
    .option('--technical', 'tell also what interests no case manager', false)
    .option('--live <url>', 'the timeline service to compare with, asked with the token in SATUALUR_TOKEN', address)
    .addOption(new Option('--lang <language>', 'of the case as told').choices(['id', 'en']).default('id'))
    .action(answering(told));
  return program;
}

/** Runs one command; resolves with its exit status and never throws. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let status = 0;
  try {
    await programOf(terminal, (ended) => (status = ended)).parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const verdict = error instanceof Violated ? 'violated' : 'could not say';
    const said = messageOf(error);
    if (args.includes('--json')) terminal.stdout.write(asJson({ verdict, error: said }));
    if (!(error instanceof CommanderError)) terminal.stderr.write(`${said}\n`);
    return STATUS[verdict];
  }
}

function messageOf(error: unknown): string {
  const { name, message, code, path } = error as NodeJS.ErrnoException;
  if ([CannotSay, Violated, CommanderError].some((kind) => error instanceof kind)) return message;
  return path !== undefined ? `${path} cannot be read or written (${code})` : `${name}: ${message}`;
}
