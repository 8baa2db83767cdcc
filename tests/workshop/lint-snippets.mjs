/**
 * Lints snippets from standard input ([{ path, code }]) as if they stood at their paths, and prints
 * [{ path, rules, messages }]. A process of its own, since ESLint loads its configuration as an ES
 * module. Rules that need types are left out: a snippet is in no TypeScript project.
 */
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const eslint = new ESLint({
  overrideConfig: [
    tseslint.configs.disableTypeChecked,
    { languageOptions: { parserOptions: { projectService: false } } },
  ],
});

async function lint({ path, code }) {
  const [result] = await eslint.lintText(code, { filePath: path });
  return {
    path,
    rules: result.messages.map((message) => message.ruleId),
    messages: result.messages.map((message) => message.message),
  };
}

const answers = [];
for (const snippet of JSON.parse(await text(process.stdin))) answers.push(await lint(snippet));
process.stdout.write(JSON.stringify(answers));
