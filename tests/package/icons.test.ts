import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deflateSync } from 'node:zlib';
import { makePng, makeRawPng } from './png-file';
import type { Picture } from './png-file';
import { APP_PACKAGE, ROOT, Workplace } from './package-run';

jest.setTimeout(120_000);

type Paint = Picture['paint'];

const CLEAR = [0, 0, 0, 0] as const;
const WHITE = [255, 255, 255, 255] as const;
const PINE = [18, 78, 96, 255] as const;

/** A symbol of 96 x 96 pixels on the background. */
const onSquare =
  (background: Paint): Paint =>
  (x, y) =>
    x >= 48 && x < 144 && y >= 48 && y < 144 ? WHITE : background(x, y);
const bar: Paint = (_, y) => (y > 10 && y < 20 ? WHITE : CLEAR);
const isCorner = (x: number, y: number): boolean => (x < 20 || x > 171) && (y < 20 || y > 171);

interface Icon {
  readonly what: string;
  readonly paint: Paint;
  readonly size?: number;
  readonly colorType?: 2 | 6;
  /** After "the icon of icons.…"; without it the icon is good. */
  readonly says?: string;
}

const OUTLINES: readonly Icon[] = [
  { what: 'white on nothing, from left to right', paint: bar },
  { what: 'white on nothing, from top to bottom', paint: (x, y) => bar(y, x) },
  { what: 'soft at its edges', paint: (x, y) => (y === 10 ? [255, 255, 255, 90] : bar(x, y)) },
  {
    what: 'too large',
    paint: bar,
    size: 33,
    says: 'is 33 x 33 pixels; it must be 32 x 32',
  },
  {
    what: 'in colour',
    paint: (x, y) => (bar(x, y) === WHITE ? [200, 0, 0, 255] : CLEAR),
    says: 'has another colour than white',
  },
  {
    what: 'white but for one faint grey pixel',
    paint: (x, y) => (x === 3 && y === 3 ? [250, 250, 250, 1] : bar(x, y)),
    says: 'has another colour than white',
  },
  { what: 'white all over', paint: () => WHITE, says: 'has no transparent background' },
  {
    what: 'on a background that shimmers',
    paint: (x, y) => (bar(x, y) === WHITE ? WHITE : [255, 255, 255, 9]),
    says: 'has no transparent background',
  },
  { what: 'all transparent', paint: () => [255, 255, 255, 0], says: 'shows nothing' },
  { what: 'too faint to see', paint: () => [255, 255, 255, 40], says: 'shows nothing' },
  {
    what: 'with padding',
    paint: (x, y) => (x > 0 && x < 31 ? bar(x, y) : CLEAR),
    says: 'has padding; its symbol must reach from edge to edge',
  },
  {
    what: 'without a channel for transparency',
    paint: bar,
    colorType: 2,
    says: 'is not saved as RGBA with 8 bits a channel, not interlaced',
  },
];

const COLORS: readonly Icon[] = [
  { what: 'a symbol on a solid square', paint: onSquare(() => PINE) },
  { what: 'a symbol on nothing', paint: onSquare(() => CLEAR) },
  {
    what: 'too small',
    paint: onSquare(() => PINE),
    size: 96,
    says: 'is 96 x 96 pixels; it must be 192 x 192',
  },
  { what: 'one colour', paint: () => PINE, says: 'shows nothing but its background' },
  { what: 'nothing', paint: () => CLEAR, says: 'shows nothing' },
  {
    what: 'a symbol on a pane of glass',
    paint: onSquare(() => [18, 78, 96, 128]),
    says: 'has a background that is neither solid nor transparent',
  },
  {
    what: 'a square with round corners',
    paint: onSquare((x, y) => (isCorner(x, y) ? CLEAR : PINE)),
    says: 'has rounded corners; it must be a square',
  },
  {
    what: 'a symbol that comes near the edge',
    paint: (x, y) => (x > 46 && x < 145 && y > 80 && y < 110 ? WHITE : PINE),
    says: 'has something within 48 pixels of its edge, where Teams crops it',
  },
  {
    what: 'a background that changes its colour',
    paint: onSquare((_, y) => [18, 78, y, 255]),
    says: 'has something within 48 pixels of its edge, where Teams crops it',
  },
];

const KINDS = [
  { kind: 'outline', ownSize: 32, icons: OUTLINES },
  { kind: 'color', ownSize: 192, icons: COLORS },
] as const;

const ASK = `
  const { iconProblem } = await import(process.argv[1]);
  const [kind, ...files] = process.argv.slice(2);
  const { readFileSync } = await import('node:fs');
  console.log(JSON.stringify(files.map((file) => iconProblem(readFileSync(file), kind))));
`;

describe.each(KINDS)('the icon $kind', ({ kind, ownSize, icons }) => {
  let place: Workplace;
  beforeEach(() => (place = new Workplace()));
  afterEach(() => place.dispose());

  test('[AP5] has its size, its colours and its margins: each fault has its words', () => {
    const files = icons.map(({ paint, size = ownSize, colorType = 6 }, index) => {
      place.write(`${index}.png`, makePng({ width: size, height: size, colorType, paint }));
      return join(place.folder, `${index}.png`);
    });
    const rules = pathToFileURL(join(ROOT, 'scripts', 'package', 'icon-rules.mjs')).href;
    const args = ['--input-type=module', '-e', ASK, rules, kind, ...files];
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    const said = JSON.parse(stdout) as (string | null)[];
    expect(icons.map(({ what }, index) => [what, said[index]])).toEqual(
      icons.map(({ what, says = null }) => [what, says]),
    );
  });

  test('[AP2] is refused with file and field', () => {
    const { paint, says } = icons.find(({ says: wrong }) => wrong?.startsWith('has'))!;
    place.write(`appPackage/${kind}.png`, makePng({ width: ownSize, height: ownSize, paint }));
    expect(place.run()).toMatchObject({
      code: 1,
      said: `appPackage/${kind}.png: the icon of icons.${kind} ${says}.\n`,
      made: [],
    });
  });

  test('[AP5] ends where a PNG ends: nothing is missing, and nothing follows', () => {
    const whole = readFileSync(join(APP_PACKAGE, `${kind}.png`));
    const faults = [
      [whole.subarray(0, -12), 'ends in the middle'],
      [whole.subarray(0, -5), 'ends in the middle'],
      [Buffer.concat([whole, Buffer.from('PK')]), 'has something behind its end'],
      [Buffer.concat([whole, whole.subarray(8)]), 'has something behind its end'],
    ] as const;
    for (const [bytes, says] of faults) {
      place.write(`appPackage/${kind}.png`, bytes);
      expect(place.run().said).toBe(`appPackage/${kind}.png: the icon of icons.${kind} ${says}.\n`);
    }
  });

  test('[AP2] is refused where it is no picture', () => {
    place.write(`appPackage/${kind}.png`, 'not a picture');
    expect(place.run()).toMatchObject({
      code: 1,
      said: `appPackage/${kind}.png: the icon of icons.${kind} is not a PNG file.\n`,
      made: [],
    });
  });
});

/** Zeros that the file promises to hold, in bytes. */
const BOMB = 2 ** 27;
const MEGABYTE = 2 ** 20;

const MEASURE = `
  const { iconProblem } = await import(process.argv[1]);
  const { readFileSync } = await import('node:fs');
  const file = readFileSync(process.argv[2]);
  const before = process.resourceUsage().maxRSS;
  const said = iconProblem(file, 'color');
  console.log(JSON.stringify({ said, kilobytes: process.resourceUsage().maxRSS - before }));
`;

const BOMBS = [
  { what: 'of the right size', side: 192, says: 'is damaged' },
  {
    what: 'that claims to be a huge picture',
    side: 30_000,
    says: 'is 30000 x 30000 pixels; it must be 192 x 192',
  },
];

describe('an icon that blows up', () => {
  let place: Workplace;
  let zeros: Buffer;
  beforeAll(() => (zeros = deflateSync(Buffer.alloc(BOMB), { level: 1 })));
  beforeEach(() => (place = new Workplace()));
  afterEach(() => place.dispose());

  test.each(BOMBS)('[AP5] is unpacked no further than its pixels need: $what', ({ side, says }) => {
    place.write('bomb.png', makeRawPng({ width: side, height: side }, zeros));
    const rules = pathToFileURL(join(ROOT, 'scripts', 'package', 'icon-rules.mjs')).href;
    const args = ['--input-type=module', '-e', MEASURE, rules, join(place.folder, 'bomb.png')];
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    const { said, kilobytes } = JSON.parse(stdout) as { said: string; kilobytes: number };
    expect(said).toBe(says);
    expect(kilobytes * 1024).toBeLessThan(32 * MEGABYTE);
  });
});
