import { readCategory } from '../../src/core/agent-state';
import { readPresence } from '../../src/core/presence';
import { running } from './driver';

describe('words that every object has', () => {
  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    '[MP3] %s is an unknown word and nothing else',
    (word) => {
      expect(readCategory(word)).toBe('Unknown');
      expect(readPresence(word, word)).toBeUndefined();
    },
  );

  test('[MP3] a reading of such words leaves the link as it was', () => {
    const link = running('Ready', 'Available');
    const before = JSON.stringify(link.state.teams.settled);
    link.teams('constructor');
    expect(JSON.stringify(link.state.teams.settled)).toBe(before);
  });
});
