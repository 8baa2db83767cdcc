/** Facts of the occupancy streams: one stream per interaction channel (GD1, WW6). */
import { decide, dropped, imageOfStanding, isBusy, mean, taken } from './draft';
import type { Draft, Verdict } from './draft';
import type { ChannelFact, WorkloadFact } from './fact';
import { judgeChange } from './judge-presence';
import type { Channel, HeldBack, LinkState, TeamsSide } from './link-state';
import { showPresence } from './presence';
import type { Presence } from './presence';
import { REASONS } from './reason';
import { showAgent } from './show-agent';
import { SECOND } from './time';
import { wordTable } from './word-table';

/** Phases of a channel by the names of vcc.md 3.4. */
const PHASES = wordTable<Channel['phase']>({
  alerted: 'engaged',
  connected: 'engaged',
  held: 'engaged',
  retrieved: 'engaged',
  interrupted: 'engaged',
  resumed: 'engaged',
  parked: 'engaged',
  unparked: 'engaged',
  disconnected: 'wrapping-up',
  wrapstarted: 'wrapping-up',
  connectionfailed: 'ended',
  ended: 'ended',
});

/** Phases a channel begins with. */
const BEGINS: ReadonlySet<string> = new Set(['alerted', 'connected']);

/** An ended channel is remembered this long, so that a late event cannot revive it. */
const ENDED_KEPT = 20;

export function observeChannel(draft: Draft, fact: ChannelFact): Verdict {
  const phase = PHASES[fact.phase];
  // No key of an object may be of that name.
  if (!phase || fact.channelId === '__proto__') return dropped('unknown-word', 'MP3');
  const { channels } = draft.state.occupancy;
  const known = channels[fact.channelId];
  if (known && !isNews(known, fact)) return dropped('not-newer', 'TN4');
  const before = isBusy(draft.state);
  if (!known || known.phase === 'ended') matchReport(draft.state, fact);
  channels[fact.channelId] = { phase, at: fact.at };
  if (phase === 'ended') forgetEnded(channels);
  return afterChange(draft, before);
}

/** Stamps of one account differ by less, so what is that close to an end belongs before it. */
const STAMPS_DIFFER_MS = SECOND;

/** An id that VCC uses again begins like any other, and after the end of the one before (GD1). */
function isNews(known: Channel, { phase, at }: ChannelFact): boolean {
  if (known.phase === 'ended') return at > known.at + STAMPS_DIFFER_MS && BEGINS.has(phase);
  return at >= known.at;
}

/** What the stats reported was this channel, whose begin was lost. */
function matchReport({ occupancy }: LinkState, { phase, at }: ChannelFact): void {
  const { reported } = occupancy;
  if (reported && reported.occupancy !== 'free' && phase !== 'alerted' && at > reported.at) {
    occupancy.reported = null;
  }
}

/** The stats repair what lost events left wrong. */
export function observeWorkload(draft: Draft, fact: WorkloadFact): Verdict {
  const { occupancy } = draft.state;
  const newest = Math.max(0, ...Object.values(occupancy.channels).map((channel) => channel.at));
  if (fact.at <= newest || fact.at <= (occupancy.reported?.at ?? 0)) {
    return dropped('not-newer', 'TN4');
  }
  const before = isBusy(draft.state);
  if (fact.occupancy === 'free') endAll(occupancy.channels, fact.at);
  occupancy.reported = { occupancy: fact.occupancy, at: fact.at };
  return afterChange(draft, before);
}

function endAll(channels: Record<string, Channel>, at: number): void {
  for (const id of Object.keys(channels)) channels[id] = { phase: 'ended', at };
}

function forgetEnded(channels: Record<string, Channel>): void {
  const ended = Object.entries(channels).filter(([, channel]) => channel.phase === 'ended');
  ended.sort(([, a], [, b]) => b.at - a.at);
  for (const [id] of ended.slice(ENDED_KEPT)) delete channels[id];
}

function afterChange(draft: Draft, before: boolean): Verdict {
  const after = isBusy(draft.state);
  if (before === after) return dropped('channel-noted', 'GD1');
  if (after) beginInteraction(draft);
  else endInteraction(draft);
  return taken(after ? 'interaction-began' : 'interaction-ended', 'WW6');
}

function beginInteraction(draft: Draft): void {
  const { state } = draft;
  const base = { presence: basePresence(state) };
  state.probe = null;
  holdBackPending(draft);
  if (state.phase !== 'running') return;
  const image = imageOfStanding(draft, 'engaged');
  if (image.kind !== 'shows') return;
  state.teams.base ??= base;
  showAgent(draft, 'interaction-began', 'WW6', 'MP2');
}

function basePresence(state: LinkState): Presence | null {
  const { meant, overlay, teams } = state;
  // An Away that is being probed may be idleness: the agent state's own is the base (GD3).
  if (state.probe) return null;
  const inForce = meant?.stage === 'write' || meant?.stage === 'shown';
  if (inForce) return meant.presence;
  return overlay?.base ?? teams.settled;
}

/** GD1: what a person did in Teams just before is judged when the interaction ends. */
function holdBackPending(draft: Draft): void {
  const { state } = draft;
  const pending = state.toAgent;
  if (pending?.why === 'teams-change' && pending.presence) {
    const { presence, spanFrom, at, deliberate = false } = pending;
    state.teams.heldBack = { presence, from: null, spanFrom, at, deliberate };
    state.toAgent = null;
  }
  if (pending?.why === 'overlay-begin') state.toAgent = null;
}

function endInteraction(draft: Draft): void {
  const { state } = draft;
  state.occupancy.endedAt = draft.now;
  const { heldBack, base } = state.teams;
  state.teams.heldBack = null;
  state.teams.base = null;
  if (state.phase !== 'running') return;
  if (heldBack) return judgeHeldBack(draft, heldBack, base);
  if (base?.presence) giveBack(draft, base.presence);
  else if (base) showAgent(draft, 'interaction-ended', 'WW6');
}

/** GD1: now it may move the agent. Where the interaction covered it, it is shown again as well. */
function judgeHeldBack(draft: Draft, heldBack: HeldBack, base: TeamsSide['base']): void {
  const { state } = draft;
  const covered = state.meant !== null;
  judgeChange(draft, heldBack);
  if (covered && !state.meant && base?.presence) giveBack(draft, base.presence);
}

/** WW6: the base as people left it, a hand-set one included. */
function giveBack(draft: Draft, base: Presence): void {
  const plain = base.idle || base.activity === 'OutOfOffice';
  const activity = plain ? base.availability : base.activity;
  const presence = { availability: base.availability, activity };
  mean(draft, presence, 'interaction-ended');
  decide(draft, {
    code: 'interaction-ended',
    title: `Decided: show ${showPresence(presence)} in Teams again`,
    sentence: REASONS['interaction-ended'],
    rules: ['WW6'],
  });
}
