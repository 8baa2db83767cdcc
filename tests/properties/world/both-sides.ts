/** Entra, Graph and VCC as the network shows them: what a token may see and change is its owner's alone. */
import type { Call, Reply } from '../../../src/clients/pipeline/exchange';
import type { PresencePair } from '../../../src/core/mapping';
import { DEFINITIONS } from './arbitraries';

interface Standing {
  readonly presenceId: string;
  readonly at: number;
}

const AVAILABLE: PresencePair = { availability: 'Available', activity: 'Available' };
const READY: Standing = { presenceId: 'p-ready', at: 0 };

export class BothSides {
  private readonly people = new Map<string, PresencePair>();
  private readonly agents = new Map<string, Standing>();

  setPerson(tenantId: string, personId: string, pair: PresencePair): void {
    this.people.set(`graph of ${tenantId}/${personId}`, pair);
  }

  setAgent(secret: string, standing: Standing): void {
    this.agents.set(`vcc of ${secret}/agent-0`, standing);
  }

  answer(call: Call, now: number): Reply {
    const url = new URL(typeof call.url === 'string' ? call.url : call.url());
    const body = call.body ?? '';
    if (call.side === 'entra') return told(tokenOf(`graph of ${url.pathname.split('/')[1]}`));
    if (call.name === 'token') {
      return told(tokenOf(`vcc of ${new URLSearchParams(body).get('client_secret')}`));
    }
    const owner = (call.headers?.['authorization'] ?? '').replace('Bearer ', '');
    const path = url.pathname.split('/');
    return call.side === 'graph'
      ? this.answerGraph({ owner, path, body })
      : this.answerVcc({ owner, path, body, ids: url.searchParams.get('userId') }, now);
  }

  private answerGraph({ owner, path, body }: Asked): Reply {
    const asked = JSON.parse(body) as { ids?: readonly string[] } & Partial<PresencePair>;
    if (asked.ids) {
      const value = asked.ids.map((id) => ({ id, ...this.shown(owner, id) }));
      return told({ value });
    }
    const personId = path[3] ?? '';
    const { availability, activity } = asked;
    const isSet = availability !== undefined && activity !== undefined;
    this.people.set(`${owner}/${personId}`, isSet ? { availability, activity } : AVAILABLE);
    return told({});
  }

  private shown(owner: string, personId: string): PresencePair {
    return this.people.get(`${owner}/${personId}`) ?? AVAILABLE;
  }

  private answerVcc({ owner, path, body, ids }: Asked, now: number): Reply {
    if (ids !== null && ids !== undefined) {
      return told({ presences: ids.split(',').map((id) => this.agent(owner, id)) });
    }
    const userId = path[2] ?? '';
    if (body !== '') {
      const { presenceId } = JSON.parse(body) as { presenceId: string };
      this.agents.set(`${owner}/${userId}`, { presenceId, at: now });
    }
    return told(this.agent(owner, userId));
  }

  private agent(owner: string, userId: string): object {
    const { presenceId, at } = this.agents.get(`${owner}/${userId}`) ?? READY;
    const { category, name } = DEFINITIONS.find((one) => one.presenceId === presenceId)!;
    const presence = { presenceId, description: name, category: { categoryType: category } };
    return { userId, updated: new Date(at).toISOString(), presence };
  }
}

interface Asked {
  readonly owner: string;
  readonly path: readonly string[];
  readonly body: string;
  readonly ids?: string | null;
}

function tokenOf(access_token: string): object {
  return { access_token, token_type: 'Bearer', expires_in: 3_600 };
}

function told(body: object): Reply {
  const headers = { 'content-type': 'application/json' };
  return { kind: 'answer', status: 200, headers, text: JSON.stringify(body) };
}
