import type { AccountSeed, ServerOptions, VccSandbox } from '../contract';
import { replyJson } from '../http/message';
import type { Ask, Reply } from '../http/message';
import type { Router } from '../http/router';
import { startServer } from '../http/server';
import { Account } from './account';
import type { Access } from './guard';
import { createRoutes } from './routes';
import { createSender } from './sender';
import { answerTokenRequest } from './token-endpoint';

/** The contract's sandbox, with the members that are optional there. */
export interface RunningVccSandbox extends VccSandbox {
  addAccount(seed: AccountSeed): Account;
  account(accountKey: string): Account | undefined;
  idle(): Promise<void>;
}

/**
 * VCC on 127.0.0.1: portal host (tokens, v0) and API gateway in one server, any number of accounts.
 * A request belongs to the account its bearer token was given out for. Under `/emea`, `/nam` and
 * `/apac` are the hosts of the regions, each of which knows its own accounts only.
 */
export async function createVccSandbox(options: ServerOptions): Promise<RunningVccSandbox> {
  const accounts = new Map<string, Account>();
  const sender = createSender();
  const handle = createRegions(accounts);
  const server = await startServer({ ...options, handle });
  return {
    ...server,
    addAccount: (seed) => {
      refuseDoubtful(accounts, seed);
      const account = new Account(seed, { clock: options.clock, sender });
      accounts.set(seed.accountKey, account);
      return account;
    },
    account: (accountKey) => accounts.get(accountKey),
    async idle() {
      await Promise.all([...accounts.values()].map((account) => account.idle()));
    },
    async close() {
      for (const account of accounts.values()) account.close();
      await Promise.all([server.close(), sender.close()]);
    },
  };
}

/** Requests find their account by credentials, so no two accounts may share a client id. */
function refuseDoubtful(accounts: ReadonlyMap<string, Account>, seed: AccountSeed): void {
  const { accountKey, clientId } = seed;
  if (accounts.has(accountKey)) throw new Error(`There is an account ${accountKey} already.`);
  const isTaken = [...accounts.values()].some(({ credentials }) => credentials.belongsTo(clientId));
  if (isTaken) throw new Error(`An account has the client id ${clientId} already.`);
}

const REGION_PATH = /^\/(emea|nam|apac)(\/.*)$/;

function createRegions(accounts: ReadonlyMap<string, Account>): (ask: Ask) => Promise<Reply> {
  const all = (): readonly Account[] => [...accounts.values()];
  const everywhere = createAccountRoutes(all);
  const regions = new Map(
    ['emea', 'nam', 'apac'].map((region) => [
      region,
      createAccountRoutes(() => all().filter((account) => account.region === region)),
    ]),
  );
  return (ask) => {
    const [, region = '', path = ask.path] = REGION_PATH.exec(ask.path) ?? [];
    return answer(regions.get(region) ?? everywhere, { ...ask, path });
  };
}

function createAccountRoutes(all: () => readonly Account[]): Router {
  const findAccess = (token: string): Access | undefined => {
    for (const account of all()) {
      const scopes = account.credentials.scopesOf(token);
      if (scopes) return { account, scopes };
    }
    return undefined;
  };
  return createRoutes(findAccess, (ask) =>
    answerTokenRequest(ask, {
      find: (id, secret) => all().find(({ credentials }) => credentials.fits(id, secret)),
      // Whose knob it is cannot be told from an unknown client id: then the guess of the default.
      invalidClientStatus: (id) =>
        all().find(({ credentials }) => credentials.belongsTo(id))?.knobs.invalidClientStatus ??
        400,
    }),
  );
}

async function answer(router: Router, ask: Ask): Promise<Reply> {
  const reply = await router.handle(ask);
  if (reply) return reply;
  const isOtherMethod = router.methodsFor(ask.path).length > 0;
  return isOtherMethod
    ? replyJson(405, { message: 'The requested resource does not support this http method.' })
    : replyJson(404, { message: 'No HTTP resource was found that matches the request URI.' });
}
