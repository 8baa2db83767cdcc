import type { AgentPresence, AgentStatus } from '../../src/clients/vcc/client';
import { createVccRounds } from '../../src/keepers/vcc-rounds';
import type { VccRounds, VccSweepPass } from '../../src/keepers/vcc-rounds';
import type { Connection, Link } from '../../src/store/store';
import { openKeeperRig, SHUT_OUT } from './rig';
import type { KeeperRig } from './rig';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const EVERY_MS = 2 * MINUTE;
const LUNCH = { presenceId: 'lunch', category: 'Away', name: 'Lunch' } as const;

let rig: KeeperRig;
let passes: VccSweepPass[];
let missing: string[];
let shutOut: string[];
/** Accounts whose lists do not come, and what is waited for. */
let hanging: { readonly key: string; readonly answered: Promise<void> } | null;
beforeEach(async () => {
  rig = await openKeeperRig();
  hanging = null;
  [passes, missing, shutOut] = [[], [], []];
});
afterEach(() => rig.close());

function rounds(requests = 150, owner = 'meadow'): VccRounds {
  const { vcc } = rig;
  return createVccRounds({
    ...rig.deps,
    vcc: {
      ...vcc,
      agentStatus: async (account, onCall) => {
        if (hanging && account.key.endsWith(hanging.key)) await hanging.answered;
        return vcc.agentStatus(account, onCall);
      },
    },
    owner,
    everyMs: EVERY_MS,
    budget: { requests, windowMs: MINUTE },
    onMissing: (linkIds) => void missing.push(...linkIds),
    onShutOut: (connectionId) => void shutOut.push(connectionId),
    onPass: (_connection, pass) => void passes.push(pass),
    onError: (error) => {
      throw error;
    },
  });
}

function presence(name: string, updatedAt = rig.clock.now()): AgentPresence {
  return { userId: `u-${name}`, state: LUNCH, updatedAt };
}

function status(name: string, changes: Partial<AgentStatus> = {}): AgentStatus {
  const now = rig.clock.now() - MINUTE;
  const idle = { workload: 0, workloadSince: now, isEligible: false };
  return { agentId: `a-${name}`, presenceName: 'Lunch', presenceSince: now, ...idle, ...changes };
}

async function settleOn(link: Link, at: number): Promise<void> {
  const now = rig.clock.now();
  const turn = await rig.store.turns.claim(link.id, 'settle', now, now + SECOND);
  if (!turn) throw new Error('The link is claimed.');
  const { state } = turn.link;
  state.agent.settled = { state: LUNCH, at, humanAt: at };
  const end = { state, outcomes: [], wakeAt: null, teamsDueAt: null, record: null };
  await rig.store.turns.settle(turn.claim, end, now);
}

/** The account does not answer until the answer is called. */
function hangUp({ accountKey }: Connection): () => void {
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  hanging = { key: accountKey, answered };
  return answer;
}

/** One look, with the sweeps it starts. */
async function look(keeper: VccRounds): Promise<number> {
  const pauseMs = await keeper.pass();
  await keeper.rest();
  return pauseMs;
}

/** Looks as often as asked to, for so long. */
async function run(
  keeper: VccRounds,
  forMs: number,
  once = (): Promise<number> => look(keeper),
): Promise<void> {
  const end = rig.clock.now() + forMs;
  while (rig.clock.now() < end) {
    const pauseMs = await once();
    await rig.clock.advance(Math.min(pauseMs, end - rig.clock.now()));
  }
}

async function joinMany(connection: Connection, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await rig.join(connection, `clover-${index}`);
}

describe('when VCC is swept', () => {
  test('[KP2] at start, and then every few minutes', async () => {
    const connection = await rig.connect();
    await rig.join(connection, 'juniper');
    const keeper = rounds();
    await look(keeper);
    expect(passes).toHaveLength(1);
    await run(keeper, 5 * MINUTE);
    expect(passes).toHaveLength(3);
  });

  test('[KP2] after a change of the subscription, and again when it is in force', async () => {
    const connection = await rig.connect();
    await rig.join(connection, 'juniper');
    const keeper = rounds();
    await run(keeper, MINUTE);
    passes.length = 0;
    const webhook = { subscriptionId: 'new', secret: 's' as never, previousSecret: null };
    await rig.store.connections.edit(connection.id, { webhook });
    await run(keeper, 6 * SECOND);
    expect(passes).toHaveLength(1);
    await run(keeper, 40 * SECOND);
    expect(passes).toHaveLength(2);
  });

  test('[KP2] by one process at a time, and by another once that one is silent', async () => {
    const connection = await rig.connect();
    await rig.join(connection, 'juniper');
    const first = rounds(150, 'first');
    const second = rounds(150, 'second');
    await look(first);
    await look(second);
    expect(passes).toHaveLength(1);
    await run(second, 15 * SECOND);
    expect(passes).toHaveLength(2);
  });

  test('[KP2][TN1] by one that lives for as long as it lives, however long a sweep takes', async () => {
    const connection = await rig.connect();
    await rig.join(connection, 'juniper');
    const [first, second] = [rounds(150, 'first'), rounds(150, 'second')];
    const answer = hangUp(connection);
    await first.pass();
    for (let at = 0; at < 2 * MINUTE; at += 4 * SECOND) {
      await rig.clock.advance(4 * SECOND);
      await first.pass();
      await look(second);
    }
    expect(passes).toHaveLength(0);
    expect(first.isBusy()).toBe(true);
    answer();
    await first.rest();
    expect(passes).toHaveLength(1);
  });

  test('[TN1] a connection that answers slowly holds up no other', async () => {
    const [slow, quick] = [await rig.connect(), await rig.connect()];
    await rig.join(slow, 'juniper');
    await rig.join(quick, 'clover');
    const keeper = rounds();
    const answer = hangUp(slow);
    await run(keeper, 5 * MINUTE, keeper.pass);
    expect(passes.length).toBeGreaterThanOrEqual(2);
    answer();
    const before = passes.length;
    await keeper.rest();
    expect(passes).toHaveLength(before + 1);
  });

  test('[KP4] a connection that lets nobody in is left alone', async () => {
    const trouble = { vcc: { code: 'vcc-credentials', since: 1 } } as const;
    await rig.join(await rig.connect({ status: 'disconnected', trouble }), 'juniper');
    await look(rounds());
    expect(rig.sides.calls).toEqual([]);
  });
});

describe('what a sweep reads', () => {
  test('[KP2] only where the stats leave a doubt is an agent read singly', async () => {
    const connection = await rig.connect();
    const sure = await rig.join(connection, 'sure');
    const other = await rig.join(connection, 'other');
    const newer = await rig.join(connection, 'newer');
    const since = rig.clock.now() - MINUTE;
    for (const link of [sure, other, newer]) await settleOn(link, since);
    rig.sides.statuses = [
      status('sure', { presenceSince: since }),
      status('other', { presenceName: 'Ready', presenceSince: since }),
      status('newer', { presenceSince: since + 30 * SECOND }),
    ];
    rig.sides.presences = [presence('sure'), presence('other'), presence('newer')];
    await look(rounds());
    expect([...rig.woken].sort()).toEqual([other.id, newer.id].sort());
    expect(rig.calls('readAgents')).toBe(1);
  });

  test('[KP2] without the scope for the stats everybody is read, in fifties', async () => {
    const connection = await rig.connect();
    await joinMany(connection, 120);
    rig.sides.statuses = { kind: 'forbidden', status: 403, reason: 'missing-scope stats' };
    rig.sides.presences = Array.from({ length: 120 }, (_, index) => presence(`clover-${index}`));
    await look(rounds());
    expect(rig.calls('readAgents')).toBe(3);
    expect(passes[0]).toMatchObject({ agents: 120, facts: 120, calls: 4 });
    expect(shutOut).toEqual([]);
  });

  test('[KP2] a sweep spends a third of the budget in any minute and stretches to keep to it', async () => {
    const connection = await rig.connect();
    await joinMany(connection, 600);
    rig.sides.statuses = [];
    rig.sides.presences = Array.from({ length: 600 }, (_, index) => presence(`clover-${index}`));
    const keeper = rounds(12);
    const spent: number[] = [];
    for (let minute = 0; minute < 12; minute += 1) {
      const before = rig.sides.calls.length;
      await run(keeper, MINUTE);
      spent.push(rig.sides.calls.length - before);
    }
    expect(Math.max(...spent)).toBeLessThanOrEqual(4);
    expect(spent.reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(40);
    expect(passes.length).toBeGreaterThanOrEqual(2);
    expect(passes[0]).toMatchObject({ agents: 600, facts: 600, calls: 13 });
  });

  test('[KP4] agents VCC leaves out are reported, and a refusal is', async () => {
    const connection = await rig.connect();
    const here = await rig.join(connection, 'here');
    const gone = await rig.join(connection, 'gone');
    rig.sides.presences = [presence('here')];
    await look(rounds());
    expect(missing).toEqual([gone.id]);
    expect(rig.woken).toEqual([here.id]);
    rig.sides.presences = SHUT_OUT;
    await look(rounds(150, 'meadow'));
    expect(shutOut).toEqual([connection.id]);
  });

  test('[KP3] a change of long ago that no event told is noticed as missed', async () => {
    const connection = await rig.connect();
    const link = await rig.join(connection, 'juniper');
    await settleOn(link, rig.clock.now() - 10 * MINUTE);
    const changed = { ...LUNCH, presenceId: 'break', name: 'Break' };
    const at = rig.clock.now() - 2 * MINUTE;
    rig.sides.presences = [{ userId: 'u-juniper', state: changed, updatedAt: at }];
    await look(rounds());
    expect(passes).toMatchObject([{ missedAt: at }]);
  });
});
