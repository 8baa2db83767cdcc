import { DEFAULT_POLICIES } from '../../src/core/mapping';
import { MINUTE, SECOND } from '../../src/core/time';
import { running } from './driver';

/** States set in VCC by the calls. */
function moves(calls: readonly string[]): readonly string[] {
  return calls.filter((one) => one.startsWith('set presence'));
}

describe('calls and meetings in Teams', () => {
  it.each(['Busy/InACall', 'Busy/InAConferenceCall'])(
    '[GD4] sets the mapped state for %s and gives back the state before',
    (words) => {
      const link = running('Ready', 'Available');
      expect(moves(link.teams(words).calls)).toEqual(['set presence Extended Away']);
      link.wait(20 * MINUTE);
      link.presenceFact(words);
      link.wait(2 * SECOND);
      expect(link.teams('Available').calls).toEqual(['read presence', 'set presence Ready']);
    },
  );

  it('[GD4] gives back a state of the agent’s own choosing', () => {
    const link = running('Ready (Outbound)', 'Available');
    link.teams('DoNotDisturb/Presenting');
    link.pass(20 * MINUTE);
    link.teams('Available');
    expect(link.vccSays.state.name).toBe('Ready (Outbound)');
  });

  it('[GD4] gives nothing back when somebody changed it in between', () => {
    const link = running('Ready', 'Available');
    link.teams('Busy/InACall');
    link.pass(MINUTE);
    link.vcc('Lunch');
    link.confirm();
    link.pass(MINUTE);
    expect(link.vccSays.state.name).toBe('Lunch');
  });

  it('[GD4] gives nothing back over a change it did not hear of', () => {
    const link = running('Ready', 'Available');
    link.teams('Busy/InACall');
    link.pass(MINUTE);
    link.silently('Lunch');
    link.wait(MINUTE);
    expect(moves(link.teams('Available').calls)).toEqual([]);
    expect(link.vccSays.state.name).toBe('Lunch');
  });

  it('[GD4] gives back the state before though the write for the call timed out', () => {
    const link = running('Ready', 'Available');
    link.answerNext(
      (_, at) => ({ kind: 'done', agent: at.vccSays }),
      (_, at) => {
        at.silently('Extended Away');
        return { kind: 'unknown', afterMs: SECOND, reason: 'timeout' };
      },
    );
    link.teams('Busy/InACall');
    link.pass(4 * SECOND);
    link.teams('Available');
    link.pass(MINUTE);
    expect(link.vccSays.state.name).toBe('Ready');
  });

  it('[GD4][GD1] gives back only after an interaction that began during the call', () => {
    const link = running('Ready', 'Available');
    link.teams('Busy/InACall');
    link.pass(MINUTE);
    link.channel('connected');
    link.confirm();
    expect(moves(link.pass(MINUTE).calls)).toEqual([]);
    link.channel('ended');
    link.confirm();
    expect(link.vccSays.state.name).toBe('Ready');
  });

  it('[GD4][GD1] gives back only then, though a hand shows that the call is over', () => {
    const link = running('Ready', 'Available');
    link.teams('Busy/InACall');
    link.pass(MINUTE);
    link.channel('connected');
    link.confirm();
    link.pass(MINUTE);
    expect(moves(link.teams('Available').calls)).toEqual([]);
    expect(moves(link.pass(MINUTE).calls)).toEqual([]);
    link.channel('ended');
    link.pass(MINUTE);
    expect(link.vccSays.state.name).toBe('Ready');
  });

  it('[GD4][GD1] goes on with the call that outlasts such an interaction', () => {
    const link = running('Ready', 'Available');
    link.teams('Busy/InACall');
    link.pass(MINUTE);
    link.channel('connected');
    link.confirm();
    link.pass(MINUTE);
    link.channel('ended');
    link.wait(2 * SECOND);
    link.teams('Busy/InACall');
    link.pass(MINUTE);
    expect(link.vccSays.state.name).toBe('Extended Away');
    link.teams('Available');
    expect(link.vccSays.state.name).toBe('Ready');
  });

  it('[GD4][WW6] hears a choice made in Teams over the state the agent chose during the call', () => {
    const link = running('Ready', 'Available');
    link.teams('Busy/InACall');
    link.pass(MINUTE);
    link.vcc('Lunch');
    link.confirm();
    link.pass(MINUTE);
    link.teams('Available');
    expect(link.vccSays.state.name).toBe('Ready');
  });

  it('[GD4][WW1] gives back a choice made in Teams that VCC had not yet taken when the call began', () => {
    const link = running('Ready', 'Available');
    link.answerNext({ kind: 'retry', afterMs: 20 * SECOND, reason: '429' });
    link.teams('DoNotDisturb');
    link.pass(6 * SECOND);
    link.teams('DoNotDisturb/Presenting');
    link.pass(MINUTE);
    link.teams('DoNotDisturb');
    link.pass(MINUTE);
    expect(link.vccSays.state.name).toBe('Away');
  });

  it.each(['begins', 'ends'])('[GD4][WW5] keeps an order that waits when a call %s', (when) => {
    const link = running('Ready', 'Available');
    if (when === 'ends') link.teams('Busy/InACall');
    link.pass(MINUTE);
    link.answerNext({ kind: 'retry', afterMs: 20 * SECOND, reason: '429' });
    link.orderState('Lunch');
    link.pass(10 * SECOND);
    link.teams(when === 'ends' ? 'Available' : 'Busy/InACall');
    link.pass(MINUTE);
    expect(link.vccSays.state.name).toBe('Lunch');
  });

  it('[GD4][WW2] moves nobody where VCC was changed in the span of the call’s begin', () => {
    const link = running('Ready', 'Available');
    const changed = link.agentFact('Ready (Outbound)', link.now - SECOND);
    const turn = link.turn(changed, link.presenceFact('Busy/InACall'));
    expect(turn.verdicts).toEqual(['taken agent-changed', 'dropped vcc-newer']);
    expect(moves(turn.calls)).toEqual([]);
  });

  it('[GD4][GD1] gives back after an interaction what a write of unknown fate had set', () => {
    const link = running('Ready', 'Available');
    link.answerNext(
      (_, at) => ({ kind: 'done', agent: at.vccSays }),
      (_, at) => {
        at.silently('Extended Away');
        return { kind: 'unknown', afterMs: SECOND, reason: 'timeout' };
      },
    );
    link.teams('Busy/InACall');
    link.wait(2 * SECOND);
    link.channel('alerted');
    link.confirm();
    link.pass(MINUTE);
    link.channel('ended');
    link.confirm();
    link.pass(MINUTE);
    expect(link.vccSays.state.name).toBe('Ready');
  });

  it('[GD4] judges what shows after the call if it is not what stood before', () => {
    const link = running('Ready', 'Available');
    link.teams('Busy/InACall');
    link.pass(MINUTE);
    link.teams('DoNotDisturb');
    expect(link.vccSays.state.name).toBe('Away');
  });

  it('[GD4] is one call when a call becomes a conference', () => {
    const link = running('Ready', 'Available');
    link.teams('Busy/InACall');
    link.pass(MINUTE);
    expect(link.teams('Busy/InAConferenceCall').calls).toEqual([]);
    link.pass(MINUTE);
    link.teams('Available');
    expect(link.vccSays.state.name).toBe('Ready');
  });

  it.each([
    ['Busy/InAMeeting', 'meetingsMove', 'set presence Extended Away'],
    ['DoNotDisturb/Focusing', 'focusingMoves', 'set presence Away'],
  ])('[GD4] lets %s move the agent only where policy says so', (words, policy, move) => {
    expect(moves(running('Ready', 'Available').teams(words).calls)).toEqual([]);
    const policies = { ...DEFAULT_POLICIES, [policy]: true };
    const willing = running('Ready', 'Available', { policies });
    expect(moves(willing.teams(words).calls)).toEqual([move]);
  });

  it('[GD4] moves an agent when a meeting that moves nobody becomes a call', () => {
    const link = running('Ready', 'Available');
    link.teams('Busy/InAMeeting');
    link.pass(MINUTE);
    expect(moves(link.teams('Busy/InAConferenceCall').calls)).toEqual([
      'set presence Extended Away',
    ]);
    link.pass(MINUTE);
    link.teams('Available');
    expect(link.vccSays.state.name).toBe('Ready');
  });
});
