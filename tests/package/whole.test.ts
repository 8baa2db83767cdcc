import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, Workplace } from './package-run';

jest.setTimeout(120_000);

const ZIP = 'dist/appPackage.demo.zip';
/** In half kilobytes: less than the zip, so that its writing fails in the middle. */
const LIMIT = 4;

describe('the zip', () => {
  let place: Workplace;
  beforeEach(() => (place = new Workplace()));
  afterEach(() => place.dispose());

  const runLimited = (): { code: number | null; said: string } => {
    const script = join(ROOT, 'scripts', 'package', 'main.mjs');
    const { status, stdout, stderr } = spawnSync(
      'sh',
      ['-c', `ulimit -f ${LIMIT}; exec "$@"`, 'sh', process.execPath, script, '--env', 'demo'],
      { cwd: place.folder, encoding: 'utf8' },
    );
    return { code: status, said: stdout + stderr };
  };

  test('[AP2] is whole or not there: where it cannot be written to its end, nothing is left of it', () => {
    place.run();
    expect(readFileSync(join(place.folder, ZIP)).length).toBeGreaterThan(LIMIT * 512);
    const ran = runLimited();
    expect(readdirSync(join(place.folder, 'dist'))).toEqual([]);
    expect(ran).toEqual({ code: 1, said: `${ZIP} is larger than a file may be here.\n` });
  });

  test('[AP2] takes away what a run that was killed left beside it', () => {
    mkdirSync(join(place.folder, 'dist'));
    place.write(`${ZIP}.part`, 'PK');
    expect(place.run().made).toEqual(['appPackage.demo.zip']);
  });
});
