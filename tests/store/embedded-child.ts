/** A service that holds the embedded PostgreSQL until its standard input ends. Run as a program. */
import { once } from 'node:events';
import { Client } from 'pg';
import { silentLog } from '../../src/runtime/log';
import { openEmbedded } from '../../src/store/embedded';

async function main(dataDir: string, throwaway: boolean): Promise<void> {
  const server = await openEmbedded({ dataDir, log: silentLog, throwaway });
  const client = new Client({ connectionString: server.url });
  await client.connect();
  await client.query('CREATE TABLE IF NOT EXISTS starts (at int)');
  await client.query('INSERT INTO starts VALUES (1)');
  const { rows } = await client.query(
    `SELECT count(*)::int AS starts, pg_backend_pid() AS backend,
       current_setting('data_directory') AS folder FROM starts`,
  );
  await client.end();
  process.stdout.write(`${JSON.stringify(rows[0])}\n`);
  await once(process.stdin.resume(), 'end');
  await server.stop();
}

main(process.argv[2] ?? '', process.argv[3] === 'throwaway').catch((error: unknown) => {
  process.stdout.write(`${JSON.stringify({ error: String(error) })}\n`);
  process.exitCode = 1;
});
