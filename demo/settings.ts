import { randomBytes } from 'node:crypto';
import type { Sandbox } from '../sandbox/start';

export interface SettingChoice {
  readonly port: number;
  readonly databaseUrl?: string;
  readonly dataDir?: string;
  readonly secretsKey?: string;
}

/** The settings of README that make the service work against the sandbox. */
export function settingsFor(sandbox: Sandbox, choice: SettingChoice): Record<string, string> {
  return {
    PORT: String(choice.port),
    PUBLIC_URL: `http://127.0.0.1:${choice.port}`,
    SECRETS_KEY: choice.secretsKey ?? randomBytes(32).toString('base64'),
    ENTRA_CLIENT_ID: sandbox.app.clientId,
    ENTRA_CLIENT_SECRET: sandbox.app.clientSecret,
    ENTRA_URL: sandbox.entra.url,
    GRAPH_URL: sandbox.graph.url,
    VCC_AUTH_URL: sandbox.vcc.url,
    VCC_API_URL: sandbox.vcc.url,
    LOG_LEVEL: 'warn',
    ...(choice.databaseUrl === undefined ? {} : { DATABASE_URL: choice.databaseUrl }),
    ...(choice.dataDir === undefined ? {} : { DATA_DIR: choice.dataDir }),
  };
}
