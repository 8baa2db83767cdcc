import type { Env } from './env';
import { readBot, readEntra, readNotifyKeys, readTeamsAppId } from './credentials';
import type { BotConfig, EntraConfig, NotifyKeys } from './credentials';
import { isGuid } from './guid';
import { isLoopback } from './loopback';
import { isSecretsKey, Secret } from './secrets';
import { SettingReader } from './setting-reader';
import type { Budget } from './setting-reader';

export type CloudName = 'global' | 'gcch' | 'dod';

export interface Config {
  readonly server: ServerConfig;
  readonly store: StoreConfig;
  readonly secrets: { readonly key: Secret; readonly previousKey: Secret | null };
  readonly cloud: CloudName;
  readonly entra: EntraConfig;
  readonly graph: { readonly url: string; readonly budget: Budget };
  readonly vcc: VccConfig;
  /** Null: local channel without authentication, on this machine only. */
  readonly bot: BotConfig | null;
  /** Id of the app in Teams, for links to its tab; null: cards have none. */
  readonly teamsAppId: string | null;
  /** Null: no encrypted change notifications. */
  readonly notifyKeys: {
    readonly current: NotifyKeys;
    readonly previous: NotifyKeys | null;
  } | null;
  readonly sweep: { readonly teamsMs: number; readonly vccMs: number };
  /** EC4 */
  readonly settleMs: number;
  readonly explainDays: number;
  readonly log: { readonly level: LogLevel };
}

export interface ServerConfig {
  readonly port: number;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** Is `publicUrl` this machine, so that nobody else may reach us? */
  readonly isLocal: boolean;
  /** Address to bind; absent: all interfaces. */
  readonly host?: string;
}

export interface StoreConfig {
  /** Null: PostgreSQL of our own in `dataDir`. */
  readonly databaseUrl: Secret | null;
  readonly dataDir: string;
}

export interface VccConfig {
  /** May contain `{region}`. */
  readonly authUrl: string;
  /** May contain `{region}`. */
  readonly apiUrl: string;
  readonly budget: Budget;
  /** Account keys that may be connected; null: all. */
  readonly allowedAccounts: readonly string[] | null;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Microsoft's hosts (graph.md 7.8). */
const CLOUD_HOSTS: Readonly<Record<CloudName, { readonly login: string; readonly graph: string }>> =
  {
    global: { login: 'https://login.microsoftonline.com', graph: 'https://graph.microsoft.com' },
    gcch: { login: 'https://login.microsoftonline.us', graph: 'https://graph.microsoft.us' },
    dod: { login: 'https://login.microsoftonline.us', graph: 'https://dod-graph.microsoft.us' },
  };

const GRAPH_BUDGET: Budget = { requests: 1_500, windowMs: 30_000 };
const VCC_BUDGET: Budget = { requests: 150, windowMs: 60_000 };
const DAY_MS = 86_400_000;

/** Settings that are missing or contradict each other: one sentence each, all together. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** Settings to a frozen, checked configuration. Throws a `ConfigError` that names every problem. */
export function createConfig(env: Env): Config {
  const read = new SettingReader(env);
  const config = assemble(read);
  if (read.problems.length > 0) throw new ConfigError(read.problems);
  return freeze(config);
}

function assemble(read: SettingReader): Config {
  const server = readServer(read);
  const cloud = read.oneOf('CLOUD', ['global', 'gcch', 'dod'], 'global');
  const hosts = CLOUD_HOSTS[cloud];
  return {
    server,
    store: readStore(read),
    secrets: readSecrets(read),
    cloud,
    entra: readEntra(read, { loginUrl: hosts.login, publicUrl: server.publicUrl }),
    graph: {
      url: readUpstream(read, 'GRAPH_URL', hosts.graph),
      budget: read.budget('GRAPH_BUDGET', GRAPH_BUDGET),
    },
    vcc: readVcc(read),
    bot: readBot(read, server.isLocal),
    teamsAppId: readTeamsAppId(read),
    notifyKeys: readNotifyKeys(read),
    sweep: {
      teamsMs: read.number('TEAMS_SWEEP_MS', { fallback: 2_000, min: 100, max: DAY_MS }),
      vccMs: read.number('VCC_SWEEP_MS', { fallback: 120_000, min: 100, max: DAY_MS }),
    },
    settleMs: read.number('SETTLE_MS', { fallback: 8_000, min: 100, max: 120_000 }),
    explainDays: read.number('EXPLAIN_DAYS', { fallback: 30, min: 1, max: 3_650 }),
    log: { level: read.oneOf('LOG_LEVEL', LOG_LEVELS, 'info') },
  };
}

function readServer(read: SettingReader): ServerConfig {
  read.required('PUBLIC_URL', 'it is the address at which VCC and Microsoft reach this service');
  const publicUrl = read.url('PUBLIC_URL', 'http://localhost');
  const isLocal = isLoopback(publicUrl);
  if (!isLocal && publicUrl.startsWith('http:')) {
    read.refuse('PUBLIC_URL must begin with https:// unless it is an address of this machine.');
  }
  return {
    port: read.number('PORT', { fallback: 3978, min: 0, max: 65_535 }),
    publicUrl,
    isLocal,
    ...(isLocal && { host: '127.0.0.1' }),
  };
}

function readStore(read: SettingReader): StoreConfig {
  const url = read.text('DATABASE_URL');
  if (url !== undefined && !/^postgres(ql)?:\/\//.test(url)) {
    read.refuse('DATABASE_URL must begin with postgres:// or postgresql://.');
  }
  const databaseUrl = url === undefined ? null : new Secret(url);
  return { databaseUrl, dataDir: read.text('DATA_DIR') ?? '.data' };
}

function readSecrets(read: SettingReader): Config['secrets'] {
  const key = read.required('SECRETS_KEY', 'stored credentials are encrypted with it');
  const previous = read.text('SECRETS_KEY_PREVIOUS');
  if (key && !isSecretsKey(key)) read.refuse('SECRETS_KEY must be 32 bytes in base64.');
  if (previous && !isSecretsKey(previous)) {
    read.refuse('SECRETS_KEY_PREVIOUS must be 32 bytes in base64.');
  }
  if (previous && previous === key) {
    read.refuse('SECRETS_KEY_PREVIOUS is the same key as SECRETS_KEY; leave it out or change one.');
  }
  return { key: new Secret(key), previousKey: previous ? new Secret(previous) : null };
}

function readVcc(read: SettingReader): VccConfig {
  return {
    authUrl: readUpstream(read, 'VCC_AUTH_URL', 'https://{region}.cc.vonage.com'),
    apiUrl: readUpstream(read, 'VCC_API_URL', 'https://{region}.api.cc.vonage.com'),
    budget: read.budget('VCC_BUDGET', VCC_BUDGET),
    allowedAccounts: readAllowed(read),
  };
}

/** Account keys, some for one tenant alone: `key@tenant id`, the id in small letters. */
function readAllowed(read: SettingReader): readonly string[] | null {
  const entries = read
    .text('ALLOWED_ACCOUNTS')
    ?.split(/[\s,]+/)
    .filter((one) => one !== '');
  if (!entries) return null;
  if (entries.length === 0) {
    read.refuse('ALLOWED_ACCOUNTS names no account key; leave it out for all.');
  }
  return entries.map((entry) => {
    const [key = '', tenantId, ...more] = entry.split('@');
    if (tenantId === undefined) return entry;
    if (key === '' || !isGuid(tenantId) || more.length > 0) {
      read.refuse(`ALLOWED_ACCOUNTS: ${entry} is neither an account key nor key@tenant id.`);
    }
    return `${key}@${tenantId.toLowerCase()}`;
  });
}

/** Credentials travel there: plain http only within this machine. */
function readUpstream(
  read: SettingReader,
  name: 'GRAPH_URL' | 'VCC_AUTH_URL' | 'VCC_API_URL',
  fallback: string,
): string {
  const url = read.url(name, fallback);
  if (url.startsWith('http:') && !isLoopback(url)) {
    read.refuse(`${name} must begin with https:// unless it is an address of this machine.`);
  }
  return url;
}

function freeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) freeze(part as object);
  }
  return Object.freeze(value);
}
