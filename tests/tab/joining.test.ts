import { createJoiningCalls } from '../../tab/api/joining';
import type { ApiClient } from '../../tab/api/client';
import type { ProofView } from '../../tab/api/types';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 23, 12);
const VIEW: ProofView = {
  id: 'p1',
  connectionId: 'c',
  agent: { userId: 'u', agentId: '4031', name: 'Tansy Brook' },
  states: [{ presenceId: 'lunch', name: 'Lunch' }],
  seen: 0,
  now: NOW + HOUR,
  expiresAt: NOW + HOUR + 45_000,
  status: 'open',
  code: null,
  sentence: null,
};

beforeEach(() => void jest.useFakeTimers({ now: NOW }));
afterEach(() => void jest.useRealTimers());

/** What the service answers, whatever is asked. */
const answering = (body: unknown) =>
  createJoiningCalls({ call: async () => body } as unknown as ApiClient);

test('[TB12] takes the service’s time from each proof it is told of: begun, looked at, or found again', async () => {
  const calls = answering(VIEW);
  const begun = await calls.beginProof({ connectionId: 'c', agentId: '4031' });
  const looked = await calls.readProof('p1');
  const found = (await answering({ accounts: [], request: null, proof: VIEW }).getLinking()).proof;
  for (const proof of [begun, looked, found]) {
    expect(proof).toMatchObject({ offsetMs: HOUR, until: NOW + HOUR + 45_000 });
  }
});
