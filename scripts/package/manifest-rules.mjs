/** What the values of a manifest must keep besides its shape. Each rule yields `{ field, problem }`. */
import { domainProblems } from './domain-rules.mjs';
import { fileNameProblems } from './file-names.mjs';
import { idProblems } from './id-rules.mjs';
import { namedLanguages, tongueProblems } from './language-rules.mjs';
import { at } from './problems.mjs';
import { repeated, textProblems } from './text-rules.mjs';

const VERSION = /^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/;

/** The manifest has the right shape. */
export function* manifestProblems(manifest, environment) {
  if (!VERSION.test(manifest.version)) {
    yield at('version', `must be three numbers such as 1.0.0, not ${manifest.version}`);
  }
  yield* fileNameProblems(manifest);
  yield* namedLanguages(manifest);
  yield* idProblems(manifest, environment);
  yield* domainProblems(manifest, environment);
  yield* textProblems(manifest);
  yield* tongueProblems(manifest, 'en');
  yield* repeated(
    manifest.staticTabs.map((tab, index) => [`staticTabs[${index}].entityId`, tab.entityId]),
  );
}
