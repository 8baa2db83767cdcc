/** Names of all settings. What they mean stands in `config.ts`. */
export const SETTING_NAMES = [
  'PORT',
  'PUBLIC_URL',
  'DATABASE_URL',
  'DATA_DIR',
  'SECRETS_KEY',
  'SECRETS_KEY_PREVIOUS',
  'ENTRA_CLIENT_ID',
  'ENTRA_CLIENT_SECRET',
  'ENTRA_CLIENT_CERTIFICATE',
  'BOT_ID',
  'BOT_PASSWORD',
  'BOT_TYPE',
  'BOT_TENANT_ID',
  'TEAMS_APP_ID',
  'CLOUD',
  'ENTRA_URL',
  'GRAPH_URL',
  'VCC_AUTH_URL',
  'VCC_API_URL',
  'TEAMS_SWEEP_MS',
  'VCC_SWEEP_MS',
  'GRAPH_BUDGET',
  'VCC_BUDGET',
  'ALLOWED_ACCOUNTS',
  'SETTLE_MS',
  'EXPLAIN_DAYS',
  'GRAPH_NOTIFY_CERTIFICATE',
  'GRAPH_NOTIFY_KEY',
  'GRAPH_NOTIFY_CERTIFICATE_PREVIOUS',
  'GRAPH_NOTIFY_KEY_PREVIOUS',
  'LOG_LEVEL',
] as const;

export type SettingName = (typeof SETTING_NAMES)[number];

/** Settings as written; absent when unset or blank. */
export type Env = Readonly<Partial<Record<SettingName, string>>>;

type Source = Readonly<Record<string, string | undefined>>;

/** Reads the settings by name. The only place that knows the environment. */
export function readEnv(source: Source = process.env): Env {
  const found = SETTING_NAMES.map((name) => [name, source[name]?.trim()] as const);
  return Object.fromEntries(found.filter(([, value]) => value));
}
