/** The channel's clients, kept between turns: the library would make one anew for every message. */
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';

type Authenticate = ConfigurationBotFrameworkAuthentication['authenticateRequest'];
type Believed = Awaited<ReturnType<Authenticate>>;
type Factory = NonNullable<Believed['connectorFactory']>;
type Connector = Awaited<ReturnType<Factory['create']>>;

/** A channel has a handful of addresses, one a region. */
const MOST_KEPT = 50;

export class KeepingAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #kept = new Map<string, Promise<Connector>>();

  override async authenticateRequest(...ask: Parameters<Authenticate>): Promise<Believed> {
    const believed = await super.authenticateRequest(...ask);
    const { connectorFactory, claimsIdentity } = believed;
    if (!connectorFactory) return believed;
    // Credentials belong to the registration that the verified token was issued to.
    const owner = claimsIdentity.getClaimValue('aud') ?? '';
    const create: Factory['create'] = (serviceUrl, audience) =>
      this.#keep(JSON.stringify([owner, audience, serviceUrl]), () =>
        connectorFactory.create(serviceUrl, audience),
      );
    return { ...believed, connectorFactory: { create } };
  }

  #keep(name: string, create: () => Promise<Connector>): Promise<Connector> {
    const known = this.#kept.get(name);
    if (known) return known;
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    const made = create();
    this.#kept.set(name, made);
    // What could not be made is tried again.
    made.catch(() => this.#kept.delete(name));
    return made;
  }
}
