/** The channel's adapter: whose word is taken, and how we are known to it. */
import { CloudAdapter, ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import type {
  Activity,
  ConfigurationBotFrameworkAuthentication,
  InvokeResponse,
  TurnContext,
} from 'botbuilder';
import type { Config } from '../../src/index';
import { KeepingAuthentication } from './connectors';

/** The channel of sovereign clouds; the public one needs no word. */
const GOVERNMENT = 'https://botframework.azure.us';

export type ChannelSettings = ConstructorParameters<
  typeof ConfigurationBotFrameworkAuthentication
>[0];

export class ChannelAdapter extends CloudAdapter {
  /** Verifies the sender and runs the turn. Rejects where the sender is not believed. */
  receive(
    authorization: string,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(authorization, activity, logic);
  }
}

/** `settings` replace where the channel's keys are found, all seven of them or none. */
export function createAdapter(
  { bot, cloud }: Pick<Config, 'bot' | 'cloud'>,
  settings: ChannelSettings = {},
): ChannelAdapter {
  const credentials = new ConfigurationServiceClientCredentialFactory({
    ...(bot && { MicrosoftAppId: bot.id, MicrosoftAppType: bot.type }),
    ...(bot?.password && { MicrosoftAppPassword: bot.password.reveal() }),
    ...(bot?.tenantId && { MicrosoftAppTenantId: bot.tenantId }),
  });
  const channel = cloud === 'global' ? {} : { ChannelService: GOVERNMENT };
  return new ChannelAdapter(new KeepingAuthentication({ ...channel, ...settings }, credentials));
}
