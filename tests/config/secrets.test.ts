import { inspect } from 'node:util';
import { createSealer, Secret } from '../../src/config/secrets';
import type { SealedText } from '../../src/config/secrets';

const OLD = new Secret(Buffer.alloc(32, 1).toString('base64'));
const NEW = new Secret(Buffer.alloc(32, 2).toString('base64'));

describe('a secret', () => {
  test('shows itself nowhere but where it is revealed', () => {
    const secret = new Secret('yarrow');
    const shown = [`${secret}`, JSON.stringify({ secret }), inspect({ secret })].join(' ');
    expect(shown).not.toContain('yarrow');
    expect(shown.match(/\[secret\]/g)).toHaveLength(3);
    expect(secret.reveal()).toBe('yarrow');
  });
});

describe('sealed text', () => {
  test('is opened by the key that sealed it and looks different each time', () => {
    const sealer = createSealer(NEW);
    const [one, other] = [sealer.seal('clover ☘'), sealer.seal('clover ☘')];
    expect(one).not.toBe(other);
    expect(one).not.toContain('clover');
    expect(sealer.open(one)).toBe('clover ☘');
  });

  test('survives a change of keys, and tells that it is outdated', () => {
    const sealed = createSealer(OLD).seal('clover');
    const rotated = createSealer(NEW, OLD);
    expect(rotated.open(sealed)).toBe('clover');
    expect(rotated.isOutdated(sealed)).toBe(true);
    expect(rotated.isOutdated(rotated.seal('clover'))).toBe(false);
  });

  test('sealed with a key we do not have is refused as such', () => {
    const sealed = createSealer(OLD).seal('clover');
    expect(() => createSealer(NEW).open(sealed)).toThrow(
      expect.objectContaining({ name: 'SealError', code: 'unknown-key' }),
    );
  });

  test.each([
    ['changed', (text: string) => text.slice(0, -4) + (text.endsWith('AAAA') ? 'BBBB' : 'AAAA')],
    ['cut', (text: string) => text.slice(0, 20)],
    ['something else', () => 'clover'],
  ])('that was %s is refused as damaged', (_case, spoil) => {
    const sealer = createSealer(NEW);
    const spoiled = spoil(sealer.seal('a long enough secret')) as SealedText;
    expect(() => sealer.open(spoiled)).toThrow(expect.objectContaining({ code: 'damaged' }));
  });
});
