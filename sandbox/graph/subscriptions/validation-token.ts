import type { EntraSandbox } from '../../contract';
import type { AllGraphKnobs } from '../knobs';
import type { Subscription } from './subscription';

/** Microsoft Graph Change Tracking (graph.md 4.11). */
const PUBLISHER = '0bf30f3b-4a52-48df-9a82-234910c4a086';

interface TokenParts {
  readonly entra: EntraSandbox;
  readonly knobs: Pick<AllGraphKnobs, 'validationTokenVersion' | 'forge'>;
}

/** One token per app and tenant among the subscriptions (graph.md 4.11). */
export async function validationTokens(
  parts: TokenParts,
  subscriptions: readonly Subscription[],
): Promise<readonly string[]> {
  const pairs = new Map<string, Subscription>();
  for (const one of subscriptions) pairs.set(`${audience(one)} ${one.tenantId}`, one);
  return Promise.all([...pairs.values()].map((one) => makeToken(parts, one)));
}

function audience({ notificationUrlAppId, applicationId }: Subscription): string {
  return notificationUrlAppId ?? applicationId;
}

/** Entra signs what it is asked to; these overrides turn a person's token into Microsoft's own. */
async function makeToken(
  { entra, knobs }: TokenParts,
  subscription: Subscription,
): Promise<string> {
  const version = knobs.validationTokenVersion;
  const publisher = version === '1.0' ? { appid: PUBLISHER } : { azp: PUBLISHER };
  const token = await entra.ssoToken({
    tenantId: subscription.tenantId,
    personId: PUBLISHER,
    clientId: subscription.applicationId,
    version,
    claims: { aud: audience(subscription), scp: undefined, idtyp: 'app', ...publisher },
  });
  return knobs.forge === 'validation-token' ? spoil(token) : token;
}

/** Another signature of the right length. */
function spoil(token: string): string {
  const end = token.lastIndexOf('.') + 1;
  return token.slice(0, end) + [...token.slice(end)].reverse().join('');
}
