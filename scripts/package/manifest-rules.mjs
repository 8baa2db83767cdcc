/** What the values of a manifest must keep besides its shape. Each rule yields `{ field, problem }`. */
import { domainProblems } from './domain-rules.mjs';
import { fileNameProblems } from './file-names.mjs';
import { idProblems } from './id-rules.mjs';
import { namedLanguages, tongueProblems } from './language-rules.mjs';
import { COMMANDS } from './our-parts.mjs';
import { at } from './problems.mjs';
import { commandsOf } from './text-fields.mjs';
import { repeated, textProblems } from './text-rules.mjs';

/** Teams takes a package for new by it. */
const VERSION = /^(?!0\.0\.0$)(0|[1-9]\d{0,4})(\.(0|[1-9]\d{0,4})){2}$/;

/** The manifest has the right shape. */
export function* manifestProblems(manifest, environment) {
  if (!VERSION.test(manifest.version)) {
    yield at('version', `must be three numbers such as 1.0.0, not ${manifest.version}`);
  }
  yield* fileNameProblems(manifest);
  yield* namedLanguages(manifest);
  yield* idProblems(manifest, environment);
  yield* domainProblems(manifest, environment);
  yield* unknownCommands(manifest);
  yield* textProblems(manifest);
  yield* tongueProblems(manifest, 'en');
  yield* repeated(
    manifest.staticTabs.map((tab, index) => [`staticTabs[${index}].entityId`, tab.entityId]),
  );
}

function* unknownCommands(manifest) {
  const known = COMMANDS.map((title) => title.toLowerCase());
  for (const { field, command } of commandsOf(manifest)) {
    if (known.includes(command.title.toLowerCase())) continue;
    yield at(`${field}.title`, `is "${command.title}", which the bot does not know`);
  }
}
