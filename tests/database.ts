import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { databaseUrl, runOn } from './test-server';
import type { TestServer } from './test-server';

export interface TestDatabase {
  readonly url: string;
  /** Also while clients are still connected to it. */
  drop(): Promise<void>;
}

let server: Promise<TestServer> | undefined;

/** A database of the test's own, made from a template with all migrations done. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return create((template) => `TEMPLATE ${template}`);
}

/** One without any schema, for tests of the migrations. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return create(() => '');
}

async function create(from: (template: string) => string): Promise<TestDatabase> {
  server ??= askForServer();
  const { url, template } = await server;
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await runOn(url, `CREATE DATABASE ${name} ${from(template)}`);
  return {
    url: databaseUrl(url, name),
    drop: () => runOn(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function askForServer(): Promise<TestServer> {
  const port = Number(process.env['PRESENCE_LINK_TEST_BROKER']);
  const answer: unknown = JSON.parse(await text(connect(port, '127.0.0.1')));
  if (typeof answer === 'object' && answer !== null && 'url' in answer) return answer as TestServer;
  throw new Error(`No PostgreSQL for tests: ${JSON.stringify(answer)}`);
}
