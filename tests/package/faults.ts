/** Faults put into a copy of our package, and what has to be said of each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { APP_PACKAGE } from './package-run';
import type { Json, Workplace } from './package-run';
import type { Manifest } from './project-files';

export const MANIFEST = 'appPackage/manifest.json';

export interface Fault {
  readonly what: string;
  readonly how: (place: Workplace) => void;
  readonly says: string;
}

export const edit = (change: (manifest: Manifest) => void) => (place: Workplace) => {
  place.edit(MANIFEST, (document) => change(document as unknown as Manifest));
};

export const translate =
  (language: string, change: (words: Json) => void) => (place: Workplace) => {
    place.edit(`appPackage/${language}.json`, change);
  };

export const nameLanguageFile = (index: number, name: string) =>
  edit((manifest) => (manifest.localizationInfo.additionalLanguages[index]!.file = name));

export const languageFile = (index: number): string =>
  `${MANIFEST}: localizationInfo.additionalLanguages[${index}].file`;

/** A value in the place of another, or beside the others, by its path: `bots.0.scopes`. */
export const put = (path: string, value: unknown) => (place: Workplace) => {
  place.edit(MANIFEST, (document) => {
    const keys = path.split('.');
    const parent = keys.slice(0, -1).reduce((one, key) => one[key] as Json, document);
    parent[keys.at(-1)!] = value;
  });
};

export const names = (faults: readonly Fault[]): string =>
  faults.map(({ what }) => what).join(', ');

/** Faults that do not meet, tried together: each has its sentence, and there is no zip. */
export function expectSentences(place: Workplace, faults: readonly Fault[]): void {
  for (const { how } of faults) how(place);
  const { code, said, made } = place.run();
  const lines = said.trimEnd().split('\n');
  expect(lines).toEqual(expect.arrayContaining(faults.map(({ says }) => says)));
  expect(lines).toHaveLength(faults.length);
  expect({ code, made }).toEqual({ code: 1, made: [] });
}

export function readIcon(name: string): Buffer {
  return readFileSync(join(APP_PACKAGE, name));
}
