import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REASONS } from '../../src/core/reason';

/** Tables without the padding that aligns them. */
const SPEC = readFileSync(join(__dirname, '../../src/SPEC.md'), 'utf8').replace(/ +/g, ' ');

describe('reasons', () => {
  it('lists the same codes with the same sentences in SPEC.md and in the code', () => {
    const rows = [...SPEC.matchAll(/^\| `([\w-]+)` \| (.+) \|$/gm)];
    const told = rows.map(([, code, sentence]) => [code, sentence]);
    expect(told).toEqual(Object.entries(REASONS));
  });

  it('says each in a whole sentence', () => {
    for (const sentence of Object.values(REASONS)) expect(sentence).toMatch(/^\S.*\.$/);
  });
});
