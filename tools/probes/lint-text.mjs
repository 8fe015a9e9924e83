import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';

/** stdin: `[{at, text}]`; stdout: for each the complaints `[{rule, message}]` if the file `at` held that text. Nothing is written. */
const root = new URL('../..', import.meta.url).pathname;
const eslint = new ESLint({ cwd: root });
const probes = JSON.parse(await text(process.stdin));
const answers = [];
for (const probe of probes) {
  const [result] = await eslint.lintText(probe.text, { filePath: `${root}${probe.at}` });
  answers.push(result.messages.map(({ ruleId, message }) => ({ rule: ruleId, message })));
}
process.stdout.write(JSON.stringify(answers));
