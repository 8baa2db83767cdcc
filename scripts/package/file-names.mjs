/** Files the manifest names. They lie beside it, and at the root of the zip. */
import { at } from './problems.mjs';
import { repeated } from './text-rules.mjs';

/** One name: no folder, no drive, nothing that Windows or a shell reads otherwise. */
const PLAIN = /^[A-Za-z0-9][\w.-]*$/;
/** Of the manifest itself. */
const TAKEN = 'manifest.json';

export function isPlainName(name) {
  return PLAIN.test(name) && !name.includes('..') && name.toLowerCase() !== TAKEN;
}

/** `[field, name]`, as they stand in a manifest of the right shape. */
function namedFiles({ icons, localizationInfo }) {
  const ofLanguages = localizationInfo.additionalLanguages.map(({ file }, index) => {
    return [`localizationInfo.additionalLanguages[${index}].file`, file];
  });
  return [['icons.color', icons.color], ['icons.outline', icons.outline], ...ofLanguages];
}

export function* fileNameProblems(manifest) {
  const named = namedFiles(manifest);
  for (const [field, name] of named) {
    if (!isPlainName(name)) {
      yield at(field, `must be the plain name of a file in appPackage, not ${name}`);
    }
  }
  yield* repeated(named);
}
