/** The channel's clients, kept between turns: the library would make two anew for every message. */
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';

type Authenticate = ConfigurationBotFrameworkAuthentication['authenticateRequest'];
type Believed = Awaited<ReturnType<Authenticate>>;
type Factory = NonNullable<Believed['connectorFactory']>;
type Connector = Awaited<ReturnType<Factory['create']>>;
type CreateTokens = ConfigurationBotFrameworkAuthentication['createUserTokenClient'];
type Tokens = Awaited<ReturnType<CreateTokens>>;

/** A channel has a handful of addresses, one a region. */
const MOST_KEPT = 50;

export class KeepingAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #connectors = createKept<Connector>();
  readonly #tokens = createKept<Tokens>();

  override async authenticateRequest(...ask: Parameters<Authenticate>): Promise<Believed> {
    const believed = await super.authenticateRequest(...ask);
    const { connectorFactory, claimsIdentity } = believed;
    if (!connectorFactory) return believed;
    const owner = ownerOf(claimsIdentity);
    const create: Factory['create'] = (serviceUrl, audience) =>
      this.#connectors(JSON.stringify([owner, audience, serviceUrl]), () =>
        connectorFactory.create(serviceUrl, audience),
      );
    return { ...believed, connectorFactory: { create } };
  }

  override createUserTokenClient(...[identity]: Parameters<CreateTokens>): Promise<Tokens> {
    return this.#tokens(ownerOf(identity), () => super.createUserTokenClient(identity));
  }
}

/** Credentials belong to the registration that the verified token was issued to. */
function ownerOf(identity: Believed['claimsIdentity']): string {
  return identity.getClaimValue('aud') ?? '';
}

/** What was made under a name is made once. */
function createKept<Client>() {
  const kept = new Map<string, Promise<Client>>();
  return (name: string, create: () => Promise<Client>): Promise<Client> => {
    const known = kept.get(name);
    if (known) return known;
    if (kept.size >= MOST_KEPT) kept.clear();
    const made = create();
    kept.set(name, made);
    // What could not be made is tried again.
    made.catch(() => kept.delete(name));
    return made;
  };
}
