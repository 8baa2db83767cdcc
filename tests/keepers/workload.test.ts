import type { AgentDoing, AgentStatus } from '../../src/clients/vcc/client';
import { initialLinkState } from '../../src/core/link-state';
import type { Channel, LinkState } from '../../src/core/link-state';
import { readWorkloads } from '../../src/keepers/workload';
import type { Link } from '../../src/store/store';
import { createHandClock } from '../clients/hand-clock';
import { sampleConnection, sampleLink } from '../store/samples';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const clock = createHandClock();
const now = clock.now();
const ACCOUNT = { key: 'meadow', region: 'emea', clientId: 'client', clientSecret: 'yarrow' };

interface Scene {
  readonly phase?: Channel['phase'];
  /** How long ago the channel's last event was. */
  readonly agoMs?: number;
  readonly status?: Partial<AgentStatus> | null;
  /** Null: workforce management does not answer. */
  readonly doing?: string | null;
}

/** What the sweep finds of one agent. */
async function found({ phase, agoMs = 10 * MINUTE, status, doing }: Scene) {
  const link = linkWith(phase, now - agoMs);
  const known = status === null ? [] : [statusOf(link, status ?? {})];
  const doings: AgentDoing[] = doing
    ? [{ agentId: link.agentId, since: now - MINUTE, state: doing }]
    : [];
  const facts = await readWorkloads(
    {
      clock,
      vcc: {
        agentDoings: async () =>
          doing === null
            ? { kind: 'forbidden', status: 403, reason: 'missing-scope stats' }
            : { kind: 'ok', status: 200, value: doings },
      },
    },
    ACCOUNT,
    { links: [link], byAgent: new Map(known.map((one) => [one.agentId, one])) },
  );
  return facts.map(({ fact }) => fact.kind === 'workload' && fact.occupancy);
}

function linkWith(phase: Channel['phase'] | undefined, at: number): Link {
  const state: LinkState = initialLinkState();
  if (phase) state.occupancy.channels['call-1'] = { phase, at };
  return { ...sampleLink(sampleConnection()), groups: [], state, trouble: {}, wakeAt: null };
}

function statusOf(link: Link, changes: Partial<AgentStatus>): AgentStatus {
  const since = now - 5 * MINUTE;
  const idle = { workload: 0, workloadSince: since, isEligible: false };
  return {
    agentId: link.agentId,
    presenceName: 'Ready',
    presenceSince: since,
    ...idle,
    ...changes,
  };
}

describe('occupancy by the stats', () => {
  test('[KP2] a lost begin is found', async () => {
    expect(await found({ status: { workload: 1 } })).toEqual(['engaged']);
  });

  test('[KP2] a lost end is found, of a call and of a wrap-up', async () => {
    expect(await found({ phase: 'engaged', doing: 'Ready' })).toEqual(['free']);
    expect(await found({ phase: 'wrapping-up', doing: 'Ready' })).toEqual(['free']);
  });

  test('[KP2] who is wrapping up still, or is on the next call, is not free', async () => {
    expect(await found({ phase: 'wrapping-up', doing: 'Wrap' })).toEqual([]);
    expect(await found({ phase: 'engaged', doing: 'Busy' })).toEqual([]);
  });

  test('[KP2] channels younger than the lag of the stats prove nothing', async () => {
    const young = { agoMs: 20_000 };
    expect(await found({ ...young, phase: 'ended', status: { workload: 1 } })).toEqual([]);
    expect(await found({ ...young, phase: 'engaged', doing: 'Ready' })).toEqual([]);
  });

  test('[KP2] where workforce management does not tell, nobody is Busy for ever', async () => {
    const wrapped = { phase: 'wrapping-up', doing: null } as const;
    expect(await found(wrapped)).toEqual([]);
    expect(await found({ ...wrapped, status: { isEligible: true } })).toEqual(['free']);
    expect(await found({ ...wrapped, agoMs: 61 * MINUTE })).toEqual(['free']);
    expect(await found({ phase: 'engaged', doing: null })).toEqual(['free']);
  });

  test('[KP2] without any stats a channel that told nothing for half a day has ended', async () => {
    const unseen = { phase: 'engaged', status: null } as const;
    expect(await found({ ...unseen, agoMs: 11 * HOUR })).toEqual([]);
    expect(await found({ ...unseen, agoMs: 13 * HOUR })).toEqual(['free']);
  });
});
