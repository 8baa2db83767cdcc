/** What the hostile world has found, shrunk to the shortest course of events; each once failed. */
import { beginTurn, nextAction } from '../../src/core/decide';
import { nextWake } from '../../src/core/schedule';
import { DEFAULT_MAPPING } from '../../src/core/mapping';
import type { AgentRow, Mapping, PresencePair, PresenceRow } from '../../src/core/mapping';
import { HOUR, MINUTE, SECOND } from '../../src/core/time';
import { SETTLE_MS, holding, running } from '../core/driver';
import { PLAIN_TERMS } from './world/arbitraries';
import { causelessMoves } from './world/causes';
import { errorsIn } from './world/rest';
import { CALM, PLAIN_KNOBS } from './world/scenario';
import type { Act, Scenario, TimedAct } from './world/scenario';
import { World } from './world/world';

const LOST = { kind: 'unknown', afterMs: 0, reason: 'cut' } as const;

function after(afterMs: number, act: Act): TimedAct {
  return { afterMs, act };
}

interface House {
  readonly presenceId?: string;
  readonly slot?: PresencePair;
  readonly clearingLiftsByHand?: boolean;
}

function played(mapping: Mapping, acts: readonly TimedAct[], house: House = {}): World {
  const { presenceId = 'p-ready', slot = null, clearingLiftsByHand = true } = house;
  const scenario: Scenario = {
    seed: 1,
    terms: { ...PLAIN_TERMS, mapping },
    start: { presenceId, clientOpen: true, slot },
    noise: CALM,
    knobs: { ...PLAIN_KNOBS, clearingLiftsByHand },
    acts,
  };
  return new World(scenario).play().quieten(10 * MINUTE);
}

function movesOf(world: World): readonly string[] {
  const calls = world.ledger.callsOf('set-agent');
  return calls.map(({ action }) => (action.kind === 'set-agent' ? action.target.name : ''));
}

function withRows(agentRow: AgentRow | null, presenceRow: PresenceRow | null): Mapping {
  const { agentToPresence, presenceToAgent } = DEFAULT_MAPPING;
  const agentRows = agentToPresence.rows.filter((row) => !agentRow || !isSameWhen(row, agentRow));
  const words = presenceRow?.when.availability;
  const presenceRows = presenceToAgent.rows.filter((row) => row.when.availability !== words);
  return {
    agentToPresence: { ...agentToPresence, rows: agentRow ? [...agentRows, agentRow] : agentRows },
    presenceToAgent: {
      ...presenceToAgent,
      rows: presenceRow ? [...presenceRows, presenceRow] : presenceRows,
    },
  };
}

function isSameWhen(one: AgentRow, other: AgentRow): boolean {
  return JSON.stringify(one.when) === JSON.stringify(other.when);
}

const PRESENTING: PresencePair = { availability: 'DoNotDisturb', activity: 'Presenting' };
const BUSY: PresencePair = { availability: 'Busy', activity: 'Busy' };
const BE_RIGHT_BACK: PresencePair = { availability: 'BeRightBack', activity: 'BeRightBack' };
const LOGGED_OUT = { presenceId: 'p-out', category: 'LoggedOut', name: 'Logged Out' } as const;

describe('found by the hostile world', () => {
  it('[TN3] does not spin while it waits for a write of unknown fate', () => {
    const link = running('Lunch', 'Away');
    link.answerNext(LOST);
    link.vcc('Ready');
    const wakeAt = nextWake(link.state, link.terms, link.now);
    expect(wakeAt === null || wakeAt > link.now).toBe(true);
  });

  it('[TN5] comes back for the second step of a write when the pause after it is over', () => {
    const link = holding('Lunch');
    link.answerNext({ kind: 'done' }, { kind: 'retry', afterMs: 3 * SECOND, reason: '429' });
    link.vcc('Ready');
    expect(nextWake(link.state, link.terms, link.now)).toBe(link.now + 3 * SECOND);
  });

  it('[EC1] takes a session of ours for no call, though it bears the words of one', () => {
    const mapping = withRows({ when: { category: 'Ready' }, shows: PRESENTING }, null);
    const crash = after(20 * SECOND, { kind: 'crash', skipSteps: 0, downMs: 0 });
    const world = played(mapping, [
      after(SECOND, { kind: 'vcc-set', presenceId: 'p-outbound' }),
      crash,
    ]);
    expect(movesOf(world)).toEqual([]);
  });

  it('[EC6] takes the end of a hold for nobody’s choice, though the reading began before it', () => {
    const link = holding('Lunch');
    link.now = (link.state.teams.preferred?.expiresAt ?? 0) - 2 * SECOND;
    const turn = link.turn(link.presenceFact('Available'));
    expect(turn.verdicts).toEqual(['dropped hold-ended']);
  });

  it('[EC5] takes the end of a hold of unknown fate for nobody’s choice', () => {
    const link = holding('Lunch');
    link.now = (link.state.teams.preferred?.expiresAt ?? 0) - 5 * MINUTE;
    link.answerNext(LOST, { kind: 'retry', afterMs: HOUR, reason: '503' });
    link.turn();
    link.wait(6 * MINUTE);
    const turn = link.turn(link.presenceFact('Available'));
    expect(turn.calls.filter((call) => call.startsWith('set presence'))).toEqual([]);
  });

  it('[EC5] still believes a hand that chose what no end of a hold can show', () => {
    const link = holding('Ready');
    link.vcc('Extended Away');
    link.confirm();
    link.now = link.state.teams.preferred?.expiresAt ?? 0;
    expect(link.turn(link.presenceFact('Busy')).verdicts).not.toContain('dropped hold-ended');
  });

  it('[WT3] counts the end of a hold from the write that is known to have arrived', () => {
    const link = holding('Lunch');
    const expiresAt = link.state.teams.preferred?.expiresAt ?? 0;
    link.now = expiresAt - 5 * MINUTE;
    link.answerNext(LOST, { kind: 'retry', afterMs: MINUTE, reason: '503' });
    link.turn();
    expect(link.state.teams.preferred).toMatchObject({ expiresAt, sure: false });
  });

  it('[EC5][GD3] is not made sure of a slot that is being cleared by what the session shows', () => {
    const link = holding('Ready');
    link.state.teams.preferred = {
      presence: { availability: 'Available', activity: 'Available' },
      writtenAt: link.now,
      expiresAt: link.now + HOUR,
      sure: true,
    };
    link.answerNext(LOST);
    link.vcc('Ready (Outbound)');
    link.wait(SECOND);
    link.turn(link.presenceFact('Available'));
    expect(link.calls.filter((call) => call === 'clearUserPreferredPresence')).toHaveLength(2);
    expect(link.state.teams.preferred).toBeNull();
  });

  it('[EC1][GD3] takes what an overtaken write of its own has set for nobody’s Away', () => {
    const link = running('Ready', 'Available');
    const chosenAt = link.now;
    link.vcc('Extended Away', chosenAt);
    link.wait(7 * SECOND);
    const ready = link.agentFact('Ready', chosenAt + 1);
    const turn = link.turn(ready, link.presenceFact('Away'));
    expect(turn.verdicts).toEqual(['taken agent-changed', 'dropped unsettled']);
    expect(link.state.probe).toBeNull();
  });

  it('[EC4] leaves a call that has just ended unsettled where a lagging server still shows it', () => {
    const link = running('Ready', 'Available');
    link.teams('Busy/InACall');
    link.wait(MINUTE);
    link.presenceFact('Busy/InACall');
    link.wait(2 * SECOND);
    expect(link.teams('Available').calls).toContain('set presence Ready');
    link.wait(2 * SECOND);
    expect(link.teams('Busy/InACall').verdicts).toEqual(['dropped unsettled']);
    link.wait(2 * SECOND);
    expect(link.teams('Available').calls).toEqual([]);
  });

  it('[EC4] leaves what showed in the gap unsettled where a hold was written again after its end', () => {
    const link = holding('Lunch');
    link.now = (link.state.teams.preferred?.expiresAt ?? 0) + SECOND;
    link.vcc('Extended Away');
    link.wait(SECOND);
    link.turn(link.presenceFact('Away'));
    link.wait(SECOND);
    expect(link.turn(link.presenceFact('Available')).verdicts).toEqual(['dropped unsettled']);
  });

  it('[EC5] does not renew a slot that may be a person’s by now, beneath a call', () => {
    const mapping = withRows({ when: { category: 'Away' }, shows: BE_RIGHT_BACK }, null);
    const world = played(
      mapping,
      [
        after(0, { kind: 'call-begin', call: 'InACall' }),
        after(5 * MINUTE, { kind: 'hand-reset' }),
        after(50 * MINUTE, { kind: 'vcc-log-out' }),
      ],
      { presenceId: 'p-lunch' },
    );
    const renewals = world.ledger
      .callsOf('set-preferred')
      .filter(({ action }) => 'why' in action && action.why === 'renewal');
    expect(renewals).toEqual([]);
    expect(causelessMoves(world)).toEqual([]);
  });

  it('[GD6][WW6] knows of a call that lies there in a pause, and lets it move nobody after it', () => {
    const world = played(DEFAULT_MAPPING, [
      after(0, { kind: 'order-pause', forMs: null }),
      after(20 * SECOND, { kind: 'call-begin', call: 'InACall' }),
    ]);
    expect(errorsIn(world)).toEqual([]);
    expect(world.service.shelf.state.overlay).not.toBeNull();
    world.service.deliver({
      id: 'resume',
      side: 'order',
      kind: 'resume',
      at: world.now,
      seenAt: world.now,
      via: 'desk',
      by: 'agent',
    });
    world.quieten(5 * MINUTE);
    expect(movesOf(world)).toEqual([]);
  });

  it('[MP1][GD2] takes back what it holds where a call logs the agent out, and logs nobody in again', () => {
    const mapping = withRows(null, { when: { availability: 'Busy' }, sets: LOGGED_OUT });
    const world = played(mapping, [
      after(0, { kind: 'vcc-set', presenceId: 'p-outbound' }),
      after(20 * SECOND, { kind: 'call-begin', call: 'InACall' }),
      after(MINUTE, { kind: 'call-end' }),
    ]);
    expect(movesOf(world)).toEqual(['Logged Out']);
    expect(world.person.ours(world.now)).toEqual([]);
  });

  it('[WW6][WW2] lets a call that its own preferred state had hidden move nobody after a change in VCC', () => {
    const link = holding('Lunch');
    link.vcc('Ready', link.now - 6 * SECOND);
    link.wait(2 * SECOND);
    link.teams('Busy/InACall');
    expect(link.pass(SETTLE_MS + 4 * SECOND).calls).toEqual([]);
    expect(link.state.overlay?.spoken).toBe(true);
  });

  it('[EC5] ends a release where a reading tells before the answer that what it held is gone', () => {
    const link = holding('Lunch');
    link.answerNext({ kind: 'done' }, LOST, { kind: 'retry', afterMs: MINUTE, reason: '503' });
    link.vcc('Logged Out');
    expect(link.state.releasing).toBe(true);
    link.wait(2 * SECOND);
    link.teams('Available');
    expect(link.state.releasing).toBe(false);
  });

  it('[WT5] shows a Ready agent Available again whose client closes after our session has run out', () => {
    const link = holding('Ready');
    link.wait(HOUR + MINUTE);
    link.presenceFact('Available');
    link.wait(2 * SECOND);
    expect(link.teams('Offline').calls).toEqual(['setPresence Available/Available']);
  });

  it('[EC5][GD3] is not made sure of a session of unknown fate by a client that shows Available', () => {
    const link = holding('Lunch');
    link.answerNext(LOST);
    link.vcc('Ready');
    link.confirm();
    link.wait(4 * SECOND);
    expect(link.teams('Away').verdicts).toEqual(['dropped unsettled']);
    const turn = link.pass(SETTLE_MS);
    expect(turn.calls).toContain('setPresence Available/Available');
    expect(turn.calls).not.toContain('set presence Away');
  });

  it('[EC5] is not made sure of a slot of unknown fate by an Away that showed before', () => {
    const link = running('Extended Away', 'Away');
    link.answerNext(LOST);
    link.vcc('Lunch');
    link.pass(SETTLE_MS + 2 * SECOND);
    expect(link.calls.filter((call) => call === 'setUserPreferredPresence Away/Away')).toHaveLength(
      2,
    );
  });

  it('[EC4] still knows what stood before when the anchor follows a turn later', () => {
    const link = running('Ready', 'Available');
    link.answerNext({ kind: 'done' }, { kind: 'retry', afterMs: 0, reason: '429' });
    link.vcc('Lunch');
    link.confirm();
    link.turn();
    link.wait(2 * SECOND);
    expect(link.turn(link.presenceFact('Available')).verdicts).toEqual(['dropped unsettled']);
  });

  it('[GD3] probes an Away though a preferred Available of ours stood there: a hand may have reset it', () => {
    const world = played(
      DEFAULT_MAPPING,
      [
        after(20 * SECOND, { kind: 'hand-reset' }),
        after(5 * MINUTE, { kind: 'walk-away' }),
        after(20 * MINUTE, { kind: 'vcc-set', presenceId: 'p-outbound' }),
      ],
      {
        slot: { availability: 'DoNotDisturb', activity: 'DoNotDisturb' },
        clearingLiftsByHand: false,
      },
    );
    expect(movesOf(world)).toEqual([]);
  });

  it('[WW6] still knows of the call beneath its own preferred state after a restart, and renews that', () => {
    const world = played(DEFAULT_MAPPING, [
      after(0, { kind: 'call-begin', call: 'InACall' }),
      after(20 * SECOND, { kind: 'vcc-set', presenceId: 'p-away' }),
      after(10 * SECOND, { kind: 'crash', skipSteps: 0, downMs: 3 * SECOND }),
      after(2 * HOUR, { kind: 'crash', skipSteps: 0, downMs: 2 * HOUR }),
    ]);
    expect(movesOf(world)).toEqual(['Extended Away']);
    const renewals = world.ledger
      .callsOf('set-preferred')
      .filter(({ action }) => 'why' in action && action.why === 'renewal');
    expect(renewals.length).toBeGreaterThan(1);
  });

  it('[EC4] trusts no sequence number right after it wrote again what had ended', () => {
    const link = holding('Lunch');
    link.turn(link.presenceFact('Away', '0000000001'));
    link.now = (link.state.teams.preferred?.expiresAt ?? 0) + SECOND;
    const inFlight = link.presenceFact('Available', '0000000002');
    link.turn();
    link.wait(SECOND);
    expect(link.turn(inFlight).verdicts).toEqual(['dropped unsettled']);
  });

  it('[EC6] takes the Available after an idle Away that was in step for nobody’s choice', () => {
    const mapping = withRows({ when: { category: 'Away' }, shows: null }, null);
    const world = played(mapping, [
      after(0, { kind: 'vcc-set', presenceId: 'p-away' }),
      after(SECOND, { kind: 'walk-away' }),
      after(20 * MINUTE, { kind: 'come-back' }),
    ]);
    expect(movesOf(world)).toEqual([]);
  });

  it('[EC6] takes the Available after an Away that the end of a hold has laid bare for nobody’s choice', () => {
    const ofOutbound = { when: { presenceId: 'p-outbound' }, shows: BUSY };
    const toAway = { presenceId: 'p-away', category: 'Away', name: 'Away' } as const;
    const rows = withRows(ofOutbound, { when: { availability: 'Available' }, sets: toAway });
    const ready = { when: { category: 'Ready' }, shows: null } as const;
    const mapping = { ...rows, agentToPresence: withRows(ready, null).agentToPresence };
    mapping.agentToPresence = {
      ...mapping.agentToPresence,
      rows: [...mapping.agentToPresence.rows, ofOutbound],
    };
    const world = played(mapping, [
      after(0, { kind: 'vcc-set', presenceId: 'p-outbound' }),
      after(SECOND, { kind: 'walk-away' }),
      after(MINUTE, { kind: 'vcc-set', presenceId: 'p-ready' }),
      after(HOUR, { kind: 'come-back' }),
    ]);
    expect(movesOf(world)).toEqual([]);
  });

  it('[WW6] does not take its own preferred state over a call for the end of the call', () => {
    const link = running('Ready', 'Available');
    link.teams('Busy/InACall');
    link.wait(30 * SECOND);
    link.give('show-agent-state');
    link.confirm();
    link.wait(2 * SECOND);
    expect(link.turn(link.presenceFact('Away')).verdicts).toEqual(['dropped same-state']);
    expect(link.vccSays.state.name).toBe('Extended Away');
  });

  it('[WV3] puts nothing between the look at VCC and the write, whatever has fallen due', () => {
    const link = running('Lunch', 'Away');
    link.answerNext({ kind: 'retry', afterMs: 20 * SECOND, reason: '429' });
    link.vcc('Ready');
    link.wait(12 * SECOND);
    link.presenceFact('Away');
    link.wait(2 * SECOND);
    link.answerNext((_, at) => {
      at.wait(10 * SECOND);
      return { kind: 'done', agent: at.vccSays };
    });
    const turn = link.turn(link.presenceFact('Busy/InACall'));
    expect(turn.calls.slice(0, 2)).toEqual(['read presence', 'set presence Extended Away']);
  });

  it('[EC5] is not made sure of a slot by an Away that the anchor shows alone', () => {
    const link = running('Ready', 'Available');
    link.answerNext(LOST);
    link.vcc('Lunch');
    expect(link.confirm().calls).toEqual(['setUserPreferredPresence Away/Away']);
  });

  it('[EC5][EC1] knows its session again while nobody knows whether another has taken its place', () => {
    const shows = { availability: 'Busy', activity: 'InAConferenceCall' };
    const mapping = withRows({ when: { category: 'Ready' }, shows }, null);
    const link = running('Ready', 'Busy/InAConferenceCall', { mapping });
    link.answerNext({ kind: 'done' }, LOST, { kind: 'retry', afterMs: MINUTE, reason: '503' });
    link.vcc('Lunch');
    link.wait(20 * SECOND);
    link.presenceFact('Busy/InAConferenceCall');
    link.wait(2 * SECOND);
    const turns = [1, 2].map(() => {
      link.wait(20 * SECOND);
      return link.turn(link.presenceFact('Busy/InAConferenceCall'));
    });
    expect(turns.flatMap(({ verdicts }) => verdicts)).not.toContain('taken call-began');
    expect(link.vccSays.state.name).toBe('Lunch');
  });

  it('[EC4] does not believe what stood before a renewal after the hold’s end, though the renewal has shown', () => {
    const link = holding('Lunch');
    link.now = (link.state.teams.preferred?.expiresAt ?? 0) + 300;
    expect(link.turn().calls).toContain('setUserPreferredPresence Away/Away');
    link.wait(100);
    link.turn(link.presenceFact('Away'));
    link.wait(2 * SECOND);
    const turn = link.turn(link.presenceFact('Available'));
    expect(turn.verdicts).toEqual(['dropped unsettled']);
    expect(turn.calls).toEqual([]);
  });

  it('[TN4][EC1] asks VCC once which of two states with one stamp stands', () => {
    const link = running('Ready', 'Available');
    link.vcc('Lunch');
    const other = link.agentFact('Extended Away');
    expect(link.turn(other).calls).toContain('read presence');
    link.confirm();
    expect(link.turn({ ...other, id: 'again' }).calls).toEqual([]);
  });

  it('[TN4] takes a pause that is delivered again after its end for old news', () => {
    const link = running('Ready', 'Available');
    const pause = {
      id: 'pause',
      side: 'order',
      kind: 'pause',
      at: link.now,
      seenAt: link.now,
      via: 'desk',
      by: 'agent',
    } as const;
    link.turn({ ...pause, until: link.now + MINUTE });
    link.pass(2 * MINUTE + SETTLE_MS);
    const { state, terms, now } = link;
    const draft = beginTurn({ state, terms, now, facts: [{ ...pause, until: link.now - MINUTE }] });
    expect(draft.outcomes).toEqual([expect.objectContaining({ code: 'not-newer' })]);
    expect(nextAction(draft)).toBeNull();
  });
});
