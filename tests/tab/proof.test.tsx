/** @jest-environment jsdom */
import { fireEvent, screen } from '@testing-library/react';
import { ApiProblem } from '../../tab/api/client';
import type { JoiningCalls, Linking, Proof as ProofValue } from '../../tab/api/joining';
import { FirstRun } from '../../tab/pages/FirstRun/FirstRun';
import { pass, show, useHandTime } from './render';
import { createService, FAR } from './service';
import { NOON } from './situations';

/** The service's clock goes an hour ahead of the person's. */
const OFFSET_MS = 3_600_000;
const CHOICE = { connectionId: 'c', agentId: '4031' };
const ACCOUNT = {
  connectionId: 'c',
  name: 'MEADOWBANKDEMO',
  agent: { agentId: '4031', name: 'Tansy Brook' },
  code: null,
};
const OPEN: ProofValue = {
  id: 'p1',
  choice: CHOICE,
  states: ['Lunch', 'Training'],
  seen: 0,
  until: NOON + OFFSET_MS + 120_000,
  state: 'open',
  code: null,
  offsetMs: OFFSET_MS,
};

/** What the service holds of the person's joining, and what the page asked of it. */
interface Joining {
  linking: Linking;
  proof: ProofValue;
  failure: ApiProblem | null;
  /** Asked for a proof, it says no. */
  refusal: ApiProblem | null;
  readonly asked: string[];
}

useHandTime();

async function openFirstRun(changes: Partial<Joining> = {}) {
  const joining: Joining = {
    linking: { accounts: [ACCOUNT], proof: null, request: null },
    proof: OPEN,
    failure: null,
    refusal: null,
    asked: [],
    ...changes,
  };
  const answer = async <T,>(name: string, value: () => T): Promise<T> => {
    joining.asked.push(name);
    if (joining.failure) throw joining.failure;
    return value();
  };
  const calls: Partial<JoiningCalls> = {
    getLinking: async () => joining.linking,
    beginProof: ({ agentId }) =>
      answer(`beginProof ${agentId}`, () => {
        if (joining.refusal) throw joining.refusal;
        return joining.proof;
      }),
    readProof: (id) => answer(`readProof ${id}`, () => joining.proof),
    askAdmin: ({ agentId }) => answer(`askAdmin ${agentId}`, () => undefined),
  };
  let isLinked = false;
  const { calls: all } = createService({}, calls);
  const { went } = await show(all, <FirstRun onLinked={() => void (isLinked = true)} />);
  return { joining, went, isLinked: () => isLinked };
}

async function openProof(changes: Partial<Joining> = {}) {
  const opened = await openFirstRun(changes);
  press(/^Prove it in ContactPad/);
  await pass();
  return opened;
}

const press = (name: RegExp | string): void =>
  void fireEvent.click(screen.getByRole('button', { name }));
const left = () => screen.getByRole('timer').textContent;
const told = () => screen.queryAllByRole('status').map((one) => one.textContent);

test('[TB12] counts down by the clock of the service, and speaks at 60, 30 and 10 seconds alone', async () => {
  await openProof();
  const heard: string[] = [];
  const shown: (string | null)[] = [];
  for (let second = 0; second < 119; second += 1) {
    await pass(1_000);
    if (second % 40 === 0) shown.push(left());
    const [spoken = ''] = told().filter((text) => /left$/.test(text ?? ''));
    if (spoken && heard.at(-1) !== spoken) heard.push(spoken);
  }
  expect(shown).toEqual(['1:59left', '1:19left', '0:39left']);
  expect(heard).toEqual(['1 min left', '30 secs left', '10 secs left']);
});

test('[TB12] turns each state to done on its own, says that it is linked and goes on', async () => {
  const { joining, isLinked } = await openProof();
  const steps = () => screen.getAllByRole('listitem').map((one) => one.textContent);
  expect(steps()[0]).toMatch(/Set Lunch.+Watching$/);
  joining.proof = { ...OPEN, seen: 1 };
  await pass(1_000);
  expect(steps()[0]).toMatch(/Set LunchDone$/);
  expect(steps()[1]).toMatch(/Set Training.+Watching$/);
  joining.proof = { ...OPEN, seen: 2, state: 'linked' };
  await pass(1_000);
  expect(told()).toContain('You are linked. Teams and VCC follow each other from now on.');
  expect(screen.queryByRole('timer')).toBeNull();
  expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
  expect(isLinked()).toBe(false);
  await pass(1_500);
  expect(isLinked()).toBe(true);
});

test('[TB12] says that the time is over, looks no more, and offers two other states', async () => {
  const { joining } = await openProof();
  joining.proof = { ...OPEN, state: 'over', code: 'proof-expired' };
  await pass(1_000);
  expect(told().join()).toMatch(
    /The time is over, and we did not see both states\. Nothing was linked\./,
  );
  expect(left()).toBe('0:00left');
  const looks = joining.asked.length;
  await pass(10_000);
  expect(joining.asked).toHaveLength(looks);
  joining.proof = { ...OPEN, id: 'p2', states: ['Break', 'Admin'], until: OPEN.until + 120_000 };
  press('Try two other states');
  await pass();
  expect(joining.asked.at(-1)).toBe('beginProof 4031');
  expect(screen.getAllByRole('listitem')[0]?.textContent).toMatch(/Set Break/);
});

test('[TB12] says so at zero too where the service cannot be asked, and a look that failed is no end', async () => {
  const { joining } = await openProof();
  joining.failure = FAR;
  await pass(60_000);
  expect([left(), screen.queryByText(/^The time is over/)]).toEqual(['1:00left', null]);
  await pass(60_000);
  expect(screen.queryByText(/^The time is over/)).not.toBeNull();
  expect(screen.getByRole('button', { name: 'Try two other states' })).toBeDefined();
});

test('[TB12] says why a proof failed, and asks the admin instead', async () => {
  const { joining } = await openProof();
  joining.proof = { ...OPEN, state: 'failed', code: 'agent-linked' };
  await pass(1_000);
  expect(screen.getByRole('alert').textContent).toBe(
    'That agent is linked to somebody already. Ask your admin.',
  );
  joining.linking = { ...joining.linking, request: { id: 'r', at: NOON, state: 'waiting' } };
  press(/^Ask your admin instead/);
  await pass();
  expect(joining.asked.at(-1)).toBe('askAdmin 4031');
  expect(screen.getByText('Your request is on its way')).toBeDefined();
});

test('[TB12] a proof under way when the page was left goes on', async () => {
  const proof = { ...OPEN, seen: 1 };
  await openFirstRun({ proof, linking: { accounts: [ACCOUNT], proof, request: null } });
  // By the service's clock, though that is an hour ahead.
  expect(left()).toBe('2:00left');
  expect(screen.queryByText(/^The time is over/)).toBeNull();
});

test('[TB12] each look tells the time of the service: that it has leapt, or is over, is seen at the next one', async () => {
  const { joining } = await openProof();
  joining.proof = { ...OPEN, offsetMs: OFFSET_MS + 60_000 };
  await pass(1_000);
  expect(left()).toBe('0:59left');
  joining.proof = { ...OPEN, offsetMs: OFFSET_MS + 121_000 };
  await pass(1_000);
  expect(screen.getByText(/^The time is over/)).toBeDefined();
});

const OPEN_ALREADY = new ApiProblem('proof-open', 409);

test('[TB12] who left their proof and begins again goes on with it, and is not told of somebody else', async () => {
  const { joining } = await openProof();
  press('Cancel');
  await pass();
  joining.refusal = OPEN_ALREADY;
  joining.linking = { accounts: [ACCOUNT], proof: OPEN, request: null };
  press(/^Prove it in ContactPad/);
  await pass();
  expect(screen.getByRole('heading', { name: 'Set two states in ContactPad' })).toBeDefined();
  expect(screen.queryByText(/^Somebody proves this agent/)).toBeNull();
});

test('[TB12] is told of somebody else where it is somebody else', async () => {
  const { joining } = await openFirstRun();
  joining.refusal = OPEN_ALREADY;
  press(/^Prove it in ContactPad/);
  await pass();
  expect(screen.getByText(/^Somebody proves this agent right now\./)).toBeDefined();
});

test('[TB12] who clicks twice for two other states asks for them once', async () => {
  const { joining } = await openProof({ proof: { ...OPEN, state: 'over' } });
  await pass(1_000);
  joining.proof = { ...OPEN, id: 'p2' };
  press('Try two other states');
  press('Try two other states');
  await pass();
  expect(joining.asked.filter((one) => one.startsWith('beginProof'))).toHaveLength(2);
});

test('[TB12] whoever is linked comes to Home, wherever the address led before', async () => {
  const { joining, went } = await openProof();
  joining.proof = { ...OPEN, seen: 2, state: 'linked' };
  await pass(1_000);
  await pass(1_500);
  expect(went).toEqual(['home']);
});

test('[TB12] a declined request is told, and may be asked again', async () => {
  const request = { id: 'r', at: NOON, state: 'refused' } as const;
  const { joining } = await openFirstRun({
    linking: { accounts: [ACCOUNT], proof: null, request },
  });
  expect(screen.getByText(/^Your admin did not agree\./)).toBeDefined();
  press(/^Ask your admin/);
  await pass();
  expect(joining.asked).toEqual(['askAdmin 4031']);
});
