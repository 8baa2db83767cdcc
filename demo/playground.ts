/** Microsoft's Agents Playground as one of the sandbox people: a chat window with the bot. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { once } from 'node:events';

export interface ChatPerson {
  readonly name: string;
  readonly tenantId: string;
  readonly personId: string;
  readonly upn: string;
}

export interface PlaygroundOptions {
  readonly person: ChatPerson;
  /** The playground has a group to show, which wants exactly five more. */
  readonly others: readonly ChatPerson[];
  readonly endpoint: string;
  readonly port: number;
}

export interface Playground {
  readonly url: string;
  /** Ends the process; safe to call twice. */
  stop(): Promise<void>;
}

const READY_MS = 30_000;
const OTHERS = 5;

/** Rejects with its last words when it does not come up. It listens on all interfaces: for development only. */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  // Its log goes where it runs, and nothing of it belongs into the project.
  const folder = mkdtempSync(join(tmpdir(), 'presence-link-chat-'));
  const config = join(folder, 'playground.yml');
  writeFileSync(config, describe(options));
  const child = run(options, { folder, config });
  const stop = createStop(child, folder);
  try {
    await waitUntilReady(child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://localhost:${options.port}`, stop };
}

interface Place {
  readonly folder: string;
  readonly config: string;
}

function run({ endpoint, port }: PlaygroundOptions, { folder, config }: Place): ChildProcess {
  const program = join(
    dirname(require.resolve('@microsoft/m365agentsplayground/package.json')),
    'cli.js',
  );
  const args = [
    'start',
    '-e',
    endpoint,
    '-c',
    'msteams',
    '-p',
    String(port),
    '--disable-telemetry',
  ];
  return spawn(process.execPath, [program, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      TEAMSAPPTESTER_BROWSER: 'none',
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: config,
      M365_AGENTS_PLAYGROUND_LOGFILE: join(folder, 'playground.log'),
      M365_AGENTS_PLAYGROUND_SERVICE_URL: `http://127.0.0.1:${port}/_connector`,
    },
  });
}

function createStop(child: ChildProcess, folder: string): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  return () =>
    (stopping ??= (async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        child.kill('SIGTERM');
        const hard = setTimeout(() => child.kill('SIGKILL'), 3_000);
        await gone;
        clearTimeout(hard);
      }
      rmSync(folder, { recursive: true, force: true });
    })());
}

function waitUntilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why: string): void =>
      reject(new Error(`The playground ${why}. ${said.slice(-500)}`));
    const timer = setTimeout(() => fail('did not come up'), READY_MS);
    const hear = (chunk: Buffer): void => {
      said += chunk.toString('utf8');
      if (!said.includes('Listening on')) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', (error) => fail(`cannot start: ${error.message}`));
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
  });
}

/** JSON is YAML too. */
function describe({ person, others }: PlaygroundOptions): string {
  const users = [...others, ...strangers(person.tenantId)].slice(0, OTHERS);
  return JSON.stringify({
    version: '0.1.1',
    tenantId: person.tenantId,
    bot: { id: `28:${guidOf('bot')}`, name: 'Presence Link' },
    currentUser: describePerson(person),
    users: users.map(describePerson),
    personalChat: { id: `a:personal-${person.personId}` },
    groupChat: { id: '19:meadow@thread.v2', name: 'Meadow' },
    team: {
      id: '19:meadowbank@thread.tacv2',
      name: 'Meadowbank',
      aadGroupId: guidOf('team'),
      channels: [],
    },
  });
}

/** The key really is spelled like this. */
function describePerson({ name, personId, upn }: ChatPerson): Record<string, string> {
  const [givenName = name, surname = ''] = name.split(' ');
  return {
    id: `29:${personId}`,
    name,
    userPrincipleName: upn,
    aadObjectId: personId,
    givenName,
    surname,
    email: upn,
  };
}

/** Nobody: they fill the five places where fewer people live in the sandbox. */
function strangers(tenantId: string): readonly ChatPerson[] {
  return Array.from({ length: OTHERS }, (_, index) => {
    const name = `Clover ${index + 1}`;
    const personId = guidOf(name);
    return { name, tenantId, personId, upn: `clover.${index + 1}@meadowbank.example` };
  });
}

function guidOf(word: string): string {
  const digits = createHash('sha256').update(word).digest('hex');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
