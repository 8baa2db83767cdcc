/** The service: settings → configuration → sync engine → host. */
import { ConfigError, createConfig } from '../src/config/config';
import { readEnv } from '../src/config/env';
import type { Env } from '../src/config/env';
import { createSync } from '../src/index';
import { createBot } from './bot';
import type { BotOptions } from './bot';
import { runService } from './service';
import type { Service } from './service';

/** What tests and the demo put in place of the real parts. */
export type ServiceOverrides = NonNullable<Parameters<typeof createSync>[1]> & {
  /** Where the built tab lies; the folder of the build when absent. */
  readonly tabFolder?: string;
  /** Where the bot's channel is verified, in place of the public one. */
  readonly channel?: BotOptions['channel'];
};

/** Throws a `ConfigError` when settings are missing or contradict each other. */
export async function startService(env: Env, overrides: ServiceOverrides = {}): Promise<Service> {
  const config = createConfig(env);
  const { tabFolder, channel, ...ofSync } = overrides;
  return runService(config, await createSync(config, ofSync), {
    tabFolder,
    createBot: (made) => createBot({ ...made, ...(channel && { channel }) }),
  });
}

async function main(): Promise<void> {
  try {
    const service = await startService(readEnv());
    stopOnSignal(service);
    process.stdout.write(`Presence Link is ready at ${service.url}\n`);
  } catch (error) {
    process.stderr.write(`Presence Link cannot start.\n${describeFailure(error)}\n`);
    process.exitCode = 1;
  }
}

function stopOnSignal(service: Service): void {
  const stop = (): void => {
    service.stop().catch((error: unknown) => {
      process.stderr.write(`${describeFailure(error)}\n`);
      process.exitCode = 1;
    });
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
}

function describeFailure(error: unknown): string {
  if (error instanceof ConfigError) return error.problems.map((one) => `- ${one}`).join('\n');
  return error instanceof Error ? error.message : String(error);
}

if (require.main === module) void main();
