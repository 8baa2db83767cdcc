/** Our own clock set back between two turns, with the process. */
import { HOUR, MINUTE, SECOND } from '../../src/core/time';
import { holding, running } from './driver';

describe('a clock that was set back', () => {
  it('[TN4] is put up with for a minute: a reading from before only waits', () => {
    const link = holding('Ready');
    link.now -= 50 * SECOND;
    const turn = link.turn(link.presenceFact('DoNotDisturb'));
    expect([turn.verdicts, turn.decided]).toEqual([['dropped not-newer'], []]);
  });

  it('[TN4][GD6] by hours makes the link begin anew: VCC is right, whatever Teams shows', () => {
    const link = holding('Lunch');
    link.now -= 3 * HOUR;
    const turn = link.turn(link.presenceFact('DoNotDisturb'));
    expect(turn.decided).toEqual(['clock-set-back', 'resumed']);
    expect(turn.calls[0]).toBe('read presence');
    expect(link.state.meant?.presence.availability).toBe('Away');
    expect(link.confirm().decided).not.toContain('clock-set-back');
    expect(link.vccSays.state.name).toBe('Lunch');
  });

  it('[TN4] is told by a reading that came after a later one', () => {
    const link = holding('Lunch');
    link.now += 30 * MINUTE;
    const fact = { ...link.presenceFact('Away'), since: link.now + 10 * MINUTE };
    expect(link.turn(fact).decided).toContain('clock-set-back');
  });

  it('[EC5][EC6] leaves what we hold in doubt: its end is nobody’s choice', () => {
    const link = holding('Lunch');
    link.now -= 3 * HOUR;
    link.answerNext({ kind: 'retry', afterMs: HOUR, reason: '503' });
    link.turn();
    const { preferred, session } = link.state.teams;
    for (const hold of [preferred, session]) {
      expect(hold?.sure).toBe(false);
      expect(hold?.expiresAt).toBeLessThanOrEqual(link.now + HOUR);
    }
  });

  it('[WW5] loses no order that waits', () => {
    const link = running('Ready', 'Available');
    link.answerNext({ kind: 'retry', afterMs: MINUTE, reason: '503' });
    link.orderState('Lunch');
    link.now -= 3 * HOUR;
    link.turn();
    expect(link.vccSays.state.name).toBe('Lunch');
  });

  it('[GD6] keeps a pause, with what was left of it when Teams was read last', () => {
    const link = running('Ready', 'Available');
    link.pause(link.now + 20 * MINUTE);
    link.wait(5 * MINUTE);
    link.turn(link.presenceFact('Away'));
    link.now -= 3 * HOUR;
    link.turn();
    expect(link.state.phase).toBe('paused');
    expect((link.state.pausedUntil ?? 0) - link.now).toBe(15 * MINUTE);
  });

  it('[GD1] keeps what VCC told of an interaction', () => {
    const link = running('Ready', 'Available');
    link.channel('connected');
    link.confirm();
    link.now -= 3 * HOUR;
    link.turn();
    expect(link.state.meant?.presence.availability).toBe('Busy');
  });
});
