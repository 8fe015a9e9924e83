import { execFileSync } from 'node:child_process';

/** What a soak is made of, or is said of: not the documents, which it writes itself. */
const SOURCES = ['apps', 'libs', 'tools', 'package-lock.json'];

/** The commit in `root`, with a `+` where its sources are changed; `unknown` where there is none. */
export function commitOf(root: string): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '--', ...SOURCES) ? '+' : ''}`;
  } catch {
    return 'unknown';
  }
}
