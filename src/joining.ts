/** Joins what looks after joining: unfinished connections, and all that comes before a link. */
import { randomUUID } from 'node:crypto';
import { consentUrl } from './clients/entra/consent-url';
import type { PrioritisedGraphClient } from './clients/graph/create-client';
import { createOwnHook } from './clients/own-hook';
import type { CallOwnHook } from './clients/own-hook';
import type { Transport } from './clients/pipeline/transport';
import type { AccountAccess } from './clients/vcc/client';
import type { FullVccClient } from './clients/vcc/full-client';
import { graphScope } from './clouds';
import type { Config } from './config/config';
import type { Sealer } from './config/secrets';
import { webhookUrl } from './desk/webhook';
import { clearDrafts } from './keepers/drafts';
import { createNamesKeeper } from './keepers/names';
import { createProofsKeeper } from './keepers/proofs';
import type { ProofsKeeper } from './keepers/proofs';
import { reseal } from './keepers/reseal';
import { createWebhookProof } from './keepers/webhook-proof';
import type { WebhookProof } from './keepers/webhook-proof';
import type { Clock } from './runtime/clock';
import type { Events } from './runtime/events';
import type { Proof } from './store/joining';
import type { Connection, Store } from './store/store';

export interface JoiningParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly events: Events;
  readonly store: Store;
  readonly sealer: Sealer;
  readonly vcc: FullVccClient;
  readonly graph: PrioritisedGraphClient;
  readonly transport: Transport;
  accountOf(connection: Connection): AccountAccess;
  wakeMany(linkIds: readonly string[]): Promise<void>;
}

/** What is known only once the desk stands. */
export interface JoiningLate {
  finishProof(proof: Proof): Promise<void>;
}

export interface Joining {
  readonly desk: {
    consentUrl(tenantId: string, state: string): string;
    readonly callOwnHook: CallOwnHook;
  };
  readonly proof: WebhookProof;
  readonly proofs: ProofsKeeper;
  /** Keepers by name. */
  readonly passes: readonly (readonly [string, () => Promise<number>])[];
}

export function createJoining(parts: JoiningParts, late: () => JoiningLate): Joining {
  const { config, sealer, events } = parts;
  const { publicUrl } = config.server;
  const callOwnHook = createOwnHook({ ...parts, publicUrl });
  const proof = createWebhookProof({
    ...parts,
    owner: randomUUID(),
    callOwnHook,
    open: sealer.open,
    onError: (error) => events.failed('webhook-proof', error),
  });
  const proofs = createProofsKeeper({
    ...parts,
    owner: randomUUID(),
    finish: (one) => late().finishProof(one),
    onError: (error) => events.failed('proofs', error),
  });
  const names = createNamesKeeper({
    ...parts,
    vcc: parts.vcc.withPriority('renewal'),
    graph: parts.graph.withPriority('renewal'),
    owner: randomUUID(),
    onError: (error) => events.failed('names', error),
  });
  const drafts = { ...parts, webhookUrl: (id: string) => webhookUrl(publicUrl, id) };
  const onError = (error: unknown): void => events.failed('reseal', error);
  return {
    desk: { consentUrl: consentUrlOf(config), callOwnHook },
    proof,
    proofs,
    passes: [
      ['proofs', proofs.pass],
      ['names', names.pass],
      ['drafts', () => clearDrafts(drafts)],
      ['webhook-proof', proof.pass],
      ['reseal', () => reseal({ ...sealer, store: parts.store, onError })],
    ],
  };
}

function consentUrlOf(config: Config): (tenantId: string, state: string) => string {
  const terms = {
    entraUrl: config.entra.url,
    clientId: config.entra.clientId,
    scope: graphScope(config.cloud, '.default'),
    redirectUri: `${config.server.publicUrl}/consent/callback`,
  };
  return (tenantId, state) => consentUrl(terms, tenantId, state);
}
