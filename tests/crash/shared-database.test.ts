import { createTestDatabase } from '../database';
import { openFacts } from '../flows/accounts';
import { KILLS, report, runCrashes } from './crash-run';
import { readSeed } from './seed';

test('[TN3][TN2] killed twenty times beside a PostgreSQL that lives on, it loses no change', async () => {
  const database = await createTestDatabase();
  const seed = readSeed();
  try {
    const run = await runCrashes(seed, { databaseUrl: database.url });
    report('With DATABASE_URL', seed, run);
    expect(run.wrong).toEqual([]);
    expect(run.killed).toBe(KILLS);
    expect(await openFacts({ databaseUrl: database.url })).toEqual([]);
    expect(run.exitCode).toBe(0);
  } finally {
    await database.drop();
  }
});
