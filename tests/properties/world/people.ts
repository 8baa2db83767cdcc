/** What people, the phone and the machine room do to the world. False: it cannot be done just now. */
import { MINUTE } from '../../../src/core/time';
import type { OrderFact } from '../../../src/core/fact';
import type { Act } from './scenario';
import type { Scene } from './scene';

export function performAct(world: Scene, act: Act): boolean {
  switch (act.kind) {
    case 'vcc-set':
    case 'vcc-log-out':
    case 'vcc-log-in':
      return changeAgent(world, act);
    case 'channel':
      return moveChannel(world, act);
    case 'hand-set':
    case 'hand-reset':
      return chooseStatus(world, act);
    case 'call-begin':
    case 'call-end':
    case 'meeting':
    case 'focusing':
      return overlay(world, act);
    case 'walk-away':
    case 'come-back':
    case 'close-client':
    case 'open-client':
      return useClient(world, act);
    case 'crash':
      world.service.crashAfter(act.skipSteps, act.downMs);
      return true;
    case 'graph-down':
      world.graphDownUntil = world.now + act.forMs;
      return true;
    case 'clock-set':
      world.setClock(act.byMs);
      return true;
    case 'vcc-down':
      world.vccDownUntil = world.now + act.forMs;
      return true;
    default:
      return order(world, act);
  }
}

type AgentAct = Extract<Act, { kind: 'vcc-set' | 'vcc-log-out' | 'vcc-log-in' }>;

function changeAgent({ agent, now, scenario }: Scene, act: AgentAct): boolean {
  const { definitions } = scenario.terms;
  const first = (category: string) =>
    definitions.find((one) => one.category === category)?.presenceId;
  if (act.kind === 'vcc-log-in') {
    const ready = first('Ready');
    if (!agent.isLoggedOut || ready === undefined) return false;
    agent.set(ready, now);
    return true;
  }
  const presenceId = act.kind === 'vcc-set' ? act.presenceId : first('LoggedOut');
  if (agent.isLoggedOut || presenceId === undefined || agent.now.state.presenceId === presenceId)
    return false;
  agent.set(presenceId, now);
  return true;
}

/** Which phase may follow which. */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  none: ['alerted'],
  alerted: ['connected', 'ended'],
  connected: ['held', 'parked', 'disconnected'],
  held: ['retrieved', 'disconnected'],
  retrieved: ['held', 'disconnected'],
  parked: ['unparked'],
  unparked: ['disconnected'],
  disconnected: ['wrapstarted', 'ended'],
  wrapstarted: ['ended'],
};

function moveChannel(world: Scene, { channel, phase }: Extract<Act, { kind: 'channel' }>): boolean {
  const open = world.agent.openChannels().find((one) => one.startsWith(`${channel}|`));
  const before = (open && world.agent.phaseOf(open)) ?? 'none';
  if (!NEXT[before]?.includes(phase)) return false;
  if (!open && world.agent.isLoggedOut) return false;
  const id = open ?? `${channel}|${world.nextId()}`;
  world.agent.moveChannel(id, phase, world.now);
  world.sendChannel(id, phase);
  return true;
}

/** Only at an open client: a hand is a sign of life. */
function chooseStatus(
  { person, now }: Scene,
  act: Extract<Act, { kind: 'hand-set' | 'hand-reset' }>,
): boolean {
  if (!person.state.clientOpen) return false;
  if (act.kind === 'hand-reset' && !person.state.slot) return false;
  if (act.kind === 'hand-reset') person.change(now, { slot: null, idleSince: null });
  else {
    person.change(now, { idleSince: null });
    person.setByHand(now, act.pair);
  }
  return true;
}

type OverlayAct = Extract<Act, { kind: 'call-begin' | 'call-end' | 'meeting' | 'focusing' }>;

function overlay({ person, now }: Scene, act: OverlayAct): boolean {
  const { state } = person;
  switch (act.kind) {
    case 'call-begin':
      if (!state.clientOpen || state.call) return false;
      person.change(now, { call: act.call, idleSince: null });
      return true;
    case 'call-end':
      if (!state.call) return false;
      person.change(now, { call: null, idleSince: null });
      return true;
    case 'meeting':
      if (state.meeting === act.on) return false;
      person.change(now, { meeting: act.on });
      return true;
    case 'focusing':
      if (state.focusing === act.on) return false;
      person.change(now, { focusing: act.on });
      return true;
  }
}

type ClientAct = Extract<Act, { kind: 'walk-away' | 'come-back' | 'close-client' | 'open-client' }>;

function useClient({ person, now }: Scene, act: ClientAct): boolean {
  const { clientOpen, idleSince, call } = person.state;
  switch (act.kind) {
    case 'walk-away':
      if (!clientOpen || idleSince !== null || call) return false;
      person.change(now, { idleSince: now });
      return true;
    case 'come-back':
      if (!clientOpen || idleSince === null) return false;
      person.change(now, { idleSince: null });
      return true;
    case 'close-client':
      if (!clientOpen) return false;
      person.change(now, { clientOpen: false, call: null });
      return true;
    case 'open-client':
      if (clientOpen) return false;
      person.change(now, { clientOpen: true, idleSince: null });
      return true;
  }
}

type OrderAct = Extract<
  Act,
  { kind: 'order-state' | 'order-pause' | 'order-resume' | 'order-show' }
>;

function order(world: Scene, act: OrderAct): boolean {
  const now = world.ourNow;
  const base = {
    id: `order|${world.nextId()}`,
    side: 'order',
    at: now,
    seenAt: now,
    via: 'desk',
    by: 'agent',
  } as const;
  return world.service.deliver(orderFact(act, base));
}

function orderFact(
  act: OrderAct,
  base: Omit<Extract<OrderFact, { kind: 'resume' }>, 'kind'>,
): OrderFact {
  switch (act.kind) {
    case 'order-state':
      return { ...base, kind: 'set-state', presenceId: act.presenceId };
    case 'order-pause':
      return {
        ...base,
        kind: 'pause',
        until: act.forMs === null ? null : base.at + Math.min(act.forMs, 20 * MINUTE),
      };
    case 'order-resume':
      return { ...base, kind: 'resume' };
    case 'order-show':
      return { ...base, kind: 'show-agent-state' };
  }
}
