/** The floor of the bot: the same libraries, answering what was said. */
import type { AddressInfo } from 'node:net';
import { Application } from '@microsoft/teams-ai';
import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from 'botbuilder';
import { createServer, plugins } from 'restify';

const adapter = new CloudAdapter(
  new ConfigurationBotFrameworkAuthentication(
    {},
    new ConfigurationServiceClientCredentialFactory({}),
  ),
);
const app = new Application();
app.activity('message', async (context) => {
  await context.sendActivity(`You said: ${context.activity.text}`);
});

const server = createServer();
server.use(plugins.bodyParser());
server.post('/api/messages', async (request, response) => {
  await adapter.process(
    request as never,
    response as never,
    async (context) => void (await app.run(context)),
  );
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`ready ${(server.server.address() as AddressInfo).port}\n`);
});
