/** What the values of a manifest must keep besides its shape. Each rule yields `{ field, problem }`. */
import { domainProblems } from './domain-rules.mjs';
import { fileNameProblems } from './file-names.mjs';
import { namedLanguages } from './language-rules.mjs';
import { at } from './problems.mjs';
import { repeated, textProblems } from './text-rules.mjs';

const VERSION = /^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/;

/** `environment`: its name. The manifest has the right shape. */
export function* manifestProblems(manifest, environment) {
  if (!VERSION.test(manifest.version)) {
    yield at('version', `must be three numbers such as 1.0.0, not ${manifest.version}`);
  }
  yield* fileNameProblems(manifest);
  yield* namedLanguages(manifest);
  yield* domainProblems(manifest, environment);
  yield* textProblems(manifest);
  yield* repeated(
    manifest.staticTabs.map((tab, index) => [`staticTabs[${index}].entityId`, tab.entityId]),
  );
}
