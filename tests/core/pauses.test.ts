import { HOUR, MINUTE, SECOND } from '../../src/core/time';
import { holding, running } from './driver';
import type { Driver } from './driver';

describe('flapping', () => {
  it('[GD5] stops a link with more automatic changes in a minute than the limit', () => {
    const link = flap(running('Ready', 'Available'), 6);
    expect(link.state.phase).toBe('running');
    flap(link, 1);
    expect(link.state.phase).toBe('paused');
    expect(link.state.pauseCode).toBe('flapping');
  });

  it('[GD5] takes back what we hold, writes nothing for ten minutes and then follows VCC', () => {
    const link = flap(running('Ready', 'Available'), 7);
    expect(link.state.teams.preferred).toBeNull();
    expect(link.state.teams.session).toBeNull();
    link.wait(MINUTE);
    expect(link.vcc('Lunch').calls).toEqual([]);
    expect(link.pass(8 * MINUTE).calls).toEqual([]);
    expect(link.pass(2 * MINUTE).calls).toEqual([
      'read presence',
      'setUserPreferredPresence Away/Away',
      'setPresence Away/Away',
    ]);
  });

  it('[GD5] counts no more than the last minute', () => {
    const link = running('Ready', 'Available');
    for (let count = 0; count < 4; count += 1) {
      flap(link, 2);
      link.wait(MINUTE);
    }
    expect(link.state.phase).toBe('running');
  });
});

/** The agent changes in VCC so often, two seconds apart. */
function flap(link: Driver, times: number): Driver {
  for (let count = 0; count < times; count += 1) {
    link.wait(2 * SECOND);
    link.vcc(link.state.agent.settled?.state.name === 'Ready' ? 'Lunch' : 'Ready');
  }
  return link;
}

describe('pause', () => {
  it('[GD6] releases what we hold and writes nothing', () => {
    const link = holding('Lunch');
    expect(link.pause().calls).toEqual(['clearPresence', 'clearUserPreferredPresence']);
    link.wait(MINUTE);
    expect(link.vcc('Ready').calls).toEqual([]);
    link.wait(MINUTE);
    expect(link.teams('DoNotDisturb').calls).toEqual([]);
    expect(link.pass(HOUR).calls).toEqual([]);
  });

  it('[GD6] has no wake of its own when nothing is held', () => {
    const link = running('Ready', 'Available');
    link.pause();
    expect(link.pass(HOUR).calls).toEqual([]);
    expect(link.state.releasing).toBe(false);
  });

  it('[GD6] goes on observing', () => {
    const link = running('Ready', 'Available');
    link.pause();
    expect(link.vcc('Lunch').verdicts).toEqual(['taken agent-changed']);
    expect(link.teams('DoNotDisturb').verdicts).toEqual(['dropped paused']);
    expect(link.state.agent.settled?.state.name).toBe('Lunch');
  });

  it('[GD6] takes VCC for right on resume and holds its presence', () => {
    const link = running('Lunch', 'Away');
    link.pause();
    link.wait(MINUTE);
    expect(link.give('resume').calls).toEqual([
      'read presence',
      'setUserPreferredPresence Away/Away',
      'setPresence Away/Away',
    ]);
  });

  it('[GD6] ends by itself at its time', () => {
    const link = running('Ready', 'Available');
    link.pause(link.now + 5 * MINUTE);
    expect(link.pass(4 * MINUTE).calls).toEqual([]);
    expect(link.pass(2 * MINUTE).calls[0]).toBe('read presence');
    expect(link.state.phase).toBe('running');
  });

  it('[GD6] resumes into an interaction as Busy', () => {
    const link = running('Ready', 'Available');
    link.pause();
    link.wait(MINUTE);
    link.channel('connected');
    link.wait(MINUTE);
    expect(link.give('resume').calls).toContain('setUserPreferredPresence Busy/Busy');
    link.confirm();
    link.wait(MINUTE);
    expect(link.channel('ended').calls).toContain('setPresence Available/Available');
  });
});
