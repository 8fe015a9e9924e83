import { Command, CommanderError, Option } from 'commander';
import { CannotSay } from './cannot-say';
import { overall, verifyLogs } from './commands/verify';
import { givenKey } from './keys';
import { reportText, STATUS } from './report';
import { openSources, type SourceOptions } from './sources/sources';
import type { Terminal } from './terminal';

const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

const sourced = (command: Command): Command =>
  command
    .option('--export <dir>', 'folder of static files (may be repeated)', several)
    .option('--log <name>', 'agency key or task-force service (may be repeated)', several)
    .addOption(
      new Option('--key <key>', 'the log’s public key: base64url, or a verifier key of signed notes').argParser(givenKey),
    )
    .option('--json', 'print JSON', false);

interface VerifyFlags extends SourceOptions {
  readonly key?: string;
  readonly known?: readonly string[];
  readonly json: boolean;
}

async function verify(flags: VerifyFlags, terminal: Terminal): Promise<number> {
  const logs = await openSources(flags);
  try {
    const reports = await verifyLogs(logs, flags, terminal);
    const verdict = overall(reports.map((report) => report.verdict));
    terminal.stdout.write(flags.json ? `${JSON.stringify({ verdict, logs: reports }, null, 2)}\n` : reportText(reports));
    return STATUS[verdict];
  } finally {
    await Promise.all(logs.map((log) => log.close()));
  }
}

function programOf(terminal: Terminal, ended: (status: number) => void): Command {
  const program = new Command('auditor')
    .description('Holds the logs of Satu Alur against what they promise. Exit status: 0 holds, 1 violated, 2 could not say.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.stdout.write(text), writeErr: (text) => terminal.stderr.write(text) });
  sourced(program.command('verify'))
    .description('checks bytes, leaves, order, tree, checkpoints, signatures, watermarks and causes of a whole log')
    .option('--known <file>', 'checkpoints kept from an earlier audit (may be repeated)', several)
    .action(async (flags: VerifyFlags) => ended(await verify(flags, terminal)));
  return program;
}

/** Runs one command; resolves with its exit status and never throws. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let status = 0;
  try {
    await programOf(terminal, (ended) => (status = ended)).parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : STATUS['could not say'];
    terminal.stderr.write(`${messageOf(error)}\n`);
    return STATUS['could not say'];
  }
}

const messageOf = (error: unknown): string => {
  if (error instanceof CannotSay) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : 'failed';
};
