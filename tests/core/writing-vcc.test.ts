import { findDefinition } from '../../src/core/agent-state';
import { HOUR, MINUTE, SECOND } from '../../src/core/time';
import { DEFINITIONS, running, SETTLE_MS } from './driver';
import type { Driver } from './driver';

const TIMED_OUT = { kind: 'unknown', afterMs: SECOND, reason: 'timeout' } as const;

/** The look before the write is answered truly, and the write itself so. */
function answerWrite(link: Driver, answer: Parameters<Driver['answerNext']>[0]): void {
  link.answerNext((_, at) => ({ kind: 'done', agent: at.vccSays }), answer);
}

describe('finding a state', () => {
  it.each([
    ['by id', { presenceId: 'p-lunch', category: 'Ready', name: 'Ready' }, 'Lunch'],
    ['by category and name', { category: 'Away', name: 'lunch' }, 'Lunch'],
    [
      'by name when the id is gone',
      { presenceId: 'p-gone', category: 'Away', name: 'Lunch' },
      'Lunch',
    ],
    ['as the first of its category', { category: 'Away', name: 'Siesta' }, 'Away'],
    [
      'not by a name of another category',
      { category: 'ExtendedAway', name: 'Lunch' },
      'Extended Away',
    ],
  ] as const)('[WV1] finds it %s', (_, target, name) => {
    expect(findDefinition(DEFINITIONS, target)?.name).toBe(name);
  });

  it('[WV1] takes the first that can be selected', () => {
    const definitions = DEFINITIONS.map((one) =>
      one.name === 'Away' ? { ...one, selectable: false } : one,
    );
    expect(findDefinition(definitions, { category: 'Away', name: 'Away' })?.name).toBe('Lunch');
  });

  it('[WV1] finds none where the account has none', () => {
    const definitions = DEFINITIONS.filter((one) => one.category !== 'ExtendedAway');
    const link = running('Ready', 'Available', { definitions });
    const turn = link.teams('Busy');
    expect(turn.verdicts).toEqual(['dropped no-definition']);
    expect(turn.calls).toEqual([]);
  });

  it('[WV1] asks for the definitions again when an unknown id appears', () => {
    const definitions = DEFINITIONS.filter((one) => one.name !== 'Lunch');
    const link = running('Ready', 'Available', { definitions });
    expect(link.vcc('Away').draft.unknownDefinition).toBe(false);
    link.wait(SECOND);
    const turn = link.vcc('Lunch');
    expect(turn.draft.unknownDefinition).toBe(true);
    expect(turn.verdicts).toEqual(['taken agent-changed']);
  });
});

describe('a refusal', () => {
  it('[WV2] is recorded with its reason, told once, and leaves Teams alone', () => {
    const link = running('Ready', 'Available');
    answerWrite(link, { kind: 'refused', status: 422, reason: 'state is locked' });
    const turn = link.teams('DoNotDisturb');
    expect(turn.calls).toEqual(['read presence', 'set presence Away']);
    expect(turn.record?.outcome).toBe('refused');
    expect(turn.record?.sentence).toContain('state is locked');
    expect(link.state.notice?.code).toBe('vcc-refused');
    expect(link.pass(HOUR).calls).toEqual([]);
  });

  it('[WV2] is told when VCC answers with another state', () => {
    const link = running('Ready', 'Available');
    answerWrite(link, (_, at) => ({ kind: 'done', agent: at.vccSays }));
    expect(link.teams('DoNotDisturb').decided).toContain('vcc-not-taken');
    expect(link.pass(HOUR).calls).toEqual([]);
  });

  it.each([
    ['forbidden', 403, 'vcc-forbidden'],
    ['gone', 404, 'agent-gone'],
  ] as const)('[WV2] is not told to the agent as one when it is %s', (kind, status, code) => {
    const link = running('Ready', 'Available');
    answerWrite(link, { kind, status, reason: 'no' });
    const turn = link.teams('DoNotDisturb');
    expect(turn.record?.outcome).toBe('stopped');
    expect(turn.record?.code).toBe(code);
    expect(link.state.toAgent).not.toBeNull();
  });

  it('[WV2] follows by itself when the cause has gone', () => {
    const link = running('Ready', 'Available');
    answerWrite(link, { kind: 'forbidden', status: 403, reason: 'scope' });
    link.teams('DoNotDisturb');
    link.pass(2 * MINUTE);
    expect(link.vccSays.state.name).toBe('Away');
    expect(link.state.notice).toBeNull();
  });
});

describe('the look before the write', () => {
  it('[WV3] reads VCC before an automatic change', () => {
    expect(running('Ready', 'Available').teams('DoNotDisturb').calls).toEqual([
      'read presence',
      'set presence Away',
    ]);
  });

  it('[WV3] decides again where a newer choice of the agent was not heard of', () => {
    const link = running('Ready', 'Available');
    link.silently('Extended Away', link.now + SECOND);
    link.wait(2 * SECOND);
    const turn = link.teams('DoNotDisturb');
    expect(turn.calls).toEqual([
      'read presence',
      'setUserPreferredPresence Away/Away',
      'setPresence Away/Away',
    ]);
    expect(link.vccSays.state.name).toBe('Extended Away');
  });

  it('[WV3][WW4] writes nothing where an older choice it had not heard of is in step', () => {
    const link = running('Ready', 'Available');
    link.silently('Away', link.now - 20 * SECOND);
    link.wait(2 * SECOND);
    expect(link.teams('DoNotDisturb').calls).toEqual(['read presence']);
    expect(link.vccSays.state.name).toBe('Away');
  });

  it('[WV3][WW2] still writes the newer change over an older choice that is not in step', () => {
    const link = running('Ready', 'Available');
    link.silently('Lunch', link.now - 20 * SECOND);
    link.wait(2 * SECOND);
    expect(link.teams('Busy').calls).toEqual(['read presence', 'set presence Extended Away']);
  });

  it('[WV3] looks again after a pause that VCC asked for', () => {
    const link = running('Ready', 'Available');
    answerWrite(link, { kind: 'retry', afterMs: 20 * SECOND, reason: '429' });
    link.teams('DoNotDisturb');
    expect(link.pass(18 * SECOND).calls).toEqual([]);
    expect(link.pass(4 * SECOND).calls).toEqual(['read presence', 'set presence Away']);
  });
});

describe('a write of unknown fate', () => {
  it('[EC1] is done when the reading shows it', () => {
    const link = running('Ready', 'Available');
    answerWrite(link, (_, at) => {
      at.silently('Away');
      return TIMED_OUT;
    });
    link.teams('DoNotDisturb');
    expect(link.pass(SETTLE_MS + 2 * SECOND).calls).toEqual(['read presence']);
    expect(link.state.toAgent).toBeNull();
    expect(link.state.meant).toBeNull();
  });

  it('[EC1] is sent again when the reading does not show it', () => {
    const link = running('Ready', 'Available');
    answerWrite(link, TIMED_OUT);
    link.teams('DoNotDisturb');
    expect(link.pass(SETTLE_MS + 2 * SECOND).calls).toEqual(['read presence', 'set presence Away']);
  });

  it('[EC1] is done when its webhook arrives', () => {
    const link = running('Ready', 'Available');
    answerWrite(link, TIMED_OUT);
    link.teams('DoNotDisturb');
    link.wait(2 * SECOND);
    expect(link.vcc('Away').verdicts).toEqual(['dropped own-echo']);
    expect(link.pass(MINUTE).calls).toEqual([]);
  });

  it('[EC1][WW1] does not swallow the choice that a person made meanwhile', () => {
    const link = running('Ready', 'Available');
    answerWrite(link, (_, at) => {
      at.silently('Away');
      return TIMED_OUT;
    });
    link.teams('DoNotDisturb');
    link.wait(2 * SECOND);
    link.teams('Busy');
    link.pass(MINUTE);
    expect(link.vccSays.state.name).toBe('Extended Away');
  });

  it.each([true, false])(
    '[EC1][WW4] follows a person who takes the choice back meanwhile (arrived: %s)',
    (arrived) => {
      const link = running('Ready', 'Available');
      answerWrite(link, (_, at) => {
        if (arrived) at.silently('Away');
        return TIMED_OUT;
      });
      link.turn(link.presenceFact('DoNotDisturb'));
      link.pass(6 * SECOND);
      link.teams('Available');
      link.pass(MINUTE);
      expect(link.vccSays.state.name).toBe('Ready');
    },
  );
});
