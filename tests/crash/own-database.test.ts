import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KILLS, report, runCrashes } from './crash-run';
import { readSeed } from './seed';

test('[TN3][TN2] killed twenty times with its PostgreSQL in DATA_DIR, it loses no change', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'presence-link-crash-'));
  // PostgreSQL runs as another user when root starts the test; its data keep their own lock.
  await chmod(dataDir, 0o755);
  const seed = readSeed();
  try {
    const run = await runCrashes(seed, { dataDir });
    report('With DATA_DIR', seed, run);
    expect(run.wrong).toEqual([]);
    expect(run.killed).toBe(KILLS);
    expect(run.exitCode).toBe(0);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
