/** Two processes on one database: what the one that is killed had begun is finished by the other. */
import { connectSandbox } from '../../demo/connect';
import { crowd } from '../../demo/crowd';
import { settingsFor } from '../../demo/settings';
import { MovableClock } from '../../sandbox/clock';
import { startSandbox } from '../../sandbox/start';
import type { Sandbox } from '../../sandbox/start';
import { createTestDatabase } from '../database';
import { freePort } from '../flows/free-port';
import { describePair, isInStep } from '../flows/in-step';
import { ServiceProcess } from './service-process';

const AGENTS = 20;
const KILLS = 3;
const SECOND = 1_000;
/** A claim ends after twelve seconds, the lease of a sweep after ten, and both are then looked for. */
const TAKEN_OVER_WITHIN_MS = 15 * SECOND;

const secretsKey = Buffer.alloc(32, 7).toString('base64');
const STATUSES = ['Busy', 'Available', 'DoNotDisturb', 'Available'] as const;

interface Started {
  readonly service: ServiceProcess;
  readonly url: string;
}

async function startOne(sandbox: Sandbox, databaseUrl: string): Promise<Started> {
  const port = await freePort();
  const service = new ServiceProcess({
    ...settingsFor(sandbox, { port, databaseUrl, secretsKey }),
    NODE_EXTRA_CA_CERTS: sandbox.entra.certificatePath,
    VCC_BUDGET: '4000/60s',
    SETTLE_MS: '2000',
  });
  await service.start();
  if (!service.isReady) throw new Error(`The service does not start: ${service.output}`);
  return { service, url: `http://127.0.0.1:${port}` };
}

test('[TN1][KP1] a process killed in the middle of its turns leaves them to the other within fifteen seconds', async () => {
  const database = await createTestDatabase();
  const clock = new MovableClock({ running: true });
  const sandbox = await startSandbox({ clock, personas: crowd(AGENTS) });
  sandbox.account.knobs.activationDelayMs = 0;
  sandbox.account.knobs.budget = { requests: 5_000, windowMs: 60 * SECOND };
  const first = await startOne(sandbox, database.url);
  const second = await startOne(sandbox, database.url);
  const services = [first.service, second.service];
  const took: number[] = [];
  try {
    await connectSandbox(sandbox, { serviceUrl: first.url, admin: 'bramble-oakes', flapLimit: 60 });
    const pairs = sandbox.inhabitants.flatMap(({ agent, person }) =>
      agent ? [{ agent, person }] : [],
    );
    await pause(12 * SECOND);
    for (let kill = 0; kill < KILLS; kill += 1) {
      for (const { person } of pairs) person.setByHand(STATUSES[kill % STATUSES.length] ?? 'Busy');
      // Into the sweep that finds the changes, or the turns that follow it.
      await pause(200 + kill * 500);
      // The older of the two holds the sweep, and with it most of the turns.
      await services.shift()?.kill();
      const killedAt = performance.now();
      while (!pairs.every(isInStep) && performance.now() - killedAt < 3 * TAKEN_OVER_WITHIN_MS) {
        await pause(50);
      }
      took.push(Math.round(performance.now() - killedAt));
      expect(pairs.filter((one) => !isInStep(one)).map(describePair)).toEqual([]);
      services.push((await startOne(sandbox, database.url)).service);
      await pause(2 * SECOND);
    }
    process.stdout.write(`Taken over after ${took.join(', ')} ms\n`);
    expect(Math.max(...took)).toBeLessThanOrEqual(TAKEN_OVER_WITHIN_MS);
  } finally {
    await Promise.all(services.map((service) => service.stop()));
    await sandbox.close();
    await database.drop();
  }
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
