/** A choice made in VCC between our last look and our write is set again where it is the newest (WW2). */
import type { Action, ActionResult } from '../../src/core/action';
import { MINUTE, SECOND } from '../../src/core/time';
import { running, stateNamed } from './driver';
import type { Driver } from './driver';

/** VCC takes the write a little later, whatever was chosen there meanwhile. */
function take(action: Action, link: Driver): ActionResult {
  if (action.kind !== 'set-agent') throw new Error(`Not a write: ${action.kind}`);
  link.wait(20);
  link.vccSays = { state: action.target, updatedAt: link.now };
  return { kind: 'done', agent: link.vccSays };
}

const look = (_: Action, link: Driver): ActionResult => ({ kind: 'done', agent: link.vccSays });

/** Teams changes to Do not disturb; while Away is on its way to VCC, the agent chooses this there. */
function overwrite(chosen: string): { readonly link: Driver; readonly chosenAt: number } {
  const link = running('Ready', 'Available');
  link.answerNext(look, take);
  const chosenAt = link.now + 10;
  expect(link.teams('DoNotDisturb').calls).toContain('set presence Away');
  link.wait(SECOND);
  expect(link.vccSays.state.name).toBe('Away');
  expect(stateNamed(chosen).name).toBe(chosen);
  return { link, chosenAt };
}

describe('a choice in VCC that a write of ours has overwritten', () => {
  it('[WW2][WV3] is set again and shown in Teams, though its stamp is older than ours', () => {
    const { link, chosenAt } = overwrite('Lunch');
    const turn = link.vcc('Lunch', chosenAt);
    expect(turn.verdicts).toEqual(['taken overwritten']);
    expect(turn.calls).toContain('set presence Lunch');
    expect(link.state.meant?.presence.availability).toBe('Away');
    expect(link.vccSays.state.name).toBe('Lunch');
    link.confirm();
    expect(link.pass(10 * MINUTE).calls.filter((call) => call.startsWith('set pres'))).toEqual([]);
  });

  it('[WV3] is not set again over what stands in VCC by now', () => {
    const { link, chosenAt } = overwrite('Lunch');
    link.silently('Extended Away');
    const turn = link.vcc('Lunch', chosenAt);
    expect(turn.calls).toContain('read presence');
    expect(turn.calls).not.toContain('set presence Lunch');
    expect(link.state.agent.settled?.state.name).toBe('Extended Away');
  });

  it('[TN4] is set again once, however often it is told', () => {
    const { link, chosenAt } = overwrite('Lunch');
    link.vcc('Lunch', chosenAt);
    link.wait(SECOND);
    const turn = link.turn(link.agentFact('Lunch', chosenAt));
    expect(turn.verdicts).toEqual(['dropped own-echo']);
    expect(turn.calls).toEqual([]);
  });

  it('[WW2] of two the later is set again, in whatever order they are told', () => {
    const { link, chosenAt } = overwrite('Lunch');
    const earlier = link.agentFact('Extended Away', chosenAt - 5);
    const later = link.agentFact('Lunch', chosenAt);
    link.turn(later);
    const turn = link.turn(earlier);
    expect(turn.verdicts).toEqual(['dropped not-newer']);
    expect(link.vccSays.state.name).toBe('Lunch');
  });

  it('[WW2] stays overwritten where Teams was changed later than it', () => {
    const { link, chosenAt } = overwrite('Lunch');
    link.wait(30 * SECOND);
    link.teams('Busy');
    const turn = link.vcc('Lunch', chosenAt);
    expect(turn.verdicts).toEqual(['dropped not-newer']);
    expect(link.vccSays.state.name).toBe('Extended Away');
  });

  it('[WW2] stays overwritten where the Teams change behind our write was later', () => {
    const link = running('Ready', 'Available');
    const chosenAt = link.now - 10 * SECOND;
    link.teams('DoNotDisturb');
    link.wait(SECOND);
    const turn = link.vcc('Lunch', chosenAt);
    expect(turn.verdicts).toEqual(['dropped superseded']);
    expect(link.vccSays.state.name).toBe('Away');
  });

  it('[EC1] is not what stood before, told late and with a stamp of its own', () => {
    const link = running('Ready', 'Available');
    const chosenAt = link.now;
    link.vcc('Lunch', chosenAt);
    link.wait(100);
    link.answerNext(take);
    link.orderState('Extended Away');
    link.wait(SECOND);
    const turn = link.turn(link.agentFact('Lunch', chosenAt + 110));
    expect(turn.verdicts).toEqual(['dropped not-newer']);
    expect(turn.calls).toEqual([]);
  });

  it('[WW5] is set again where it is newer than the order that overwrote it', () => {
    const link = running('Ready', 'Available');
    link.answerNext(take);
    const orderedAt = link.now;
    link.orderState('Extended Away');
    link.wait(SECOND);
    const turn = link.vcc('Lunch', orderedAt + 10);
    expect(turn.verdicts).toEqual(['taken overwritten']);
    expect(link.vccSays.state.name).toBe('Lunch');
  });

  it('[WW6] answers the call for which our write was made', () => {
    const link = running('Ready', 'Available');
    link.answerNext(look, take);
    const chosenAt = link.now + 10;
    expect(link.teams('Busy/InACall').calls).toContain('set presence Extended Away');
    link.wait(SECOND);
    expect(link.vcc('Lunch', chosenAt).calls).toContain('set presence Lunch');
    link.wait(30 * SECOND);
    link.teams('Available');
    expect(link.vccSays.state.name).toBe('Lunch');
  });
});

describe('a write of unknown fate', () => {
  const lost: ActionResult = { kind: 'unknown', afterMs: 0, reason: 'cut' };

  it('[EC1][TN3] that lands on a newer choice is no choice of anybody, and the choice is set again', () => {
    const link = running('Ready', 'Available');
    link.answerNext(look, lost);
    link.teams('DoNotDisturb');
    link.wait(100);
    link.vcc('Lunch');
    link.wait(500);
    const turn = link.vcc('Away');
    expect(turn.verdicts).toEqual(['taken overwritten']);
    expect(turn.calls).toContain('set presence Lunch');
    expect(link.vccSays.state.name).toBe('Lunch');
  });

  it('[EC1] that landed before the choice is an echo', () => {
    const link = running('Ready', 'Available');
    link.answerNext(look, lost);
    link.teams('DoNotDisturb');
    const landedAt = link.now + 50;
    link.wait(100);
    link.vcc('Lunch');
    link.wait(500);
    const turn = link.turn(link.agentFact('Away', landedAt));
    expect(turn.verdicts).toEqual(['dropped own-echo']);
    expect(link.vccSays.state.name).toBe('Lunch');
  });
});
