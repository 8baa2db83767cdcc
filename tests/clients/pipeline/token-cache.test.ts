import type { CallResult } from '../../../src/clients/call-result';
import { createTokenCache } from '../../../src/clients/pipeline/token-cache';
import type { FreshToken } from '../../../src/clients/pipeline/token-cache';
import { createHandClock } from '../hand-clock';

const HOUR = 3_600_000;

function rig() {
  const clock = createHandClock();
  let asked = 0;
  let failure: CallResult<never> | undefined;
  const fetch = (): Promise<CallResult<FreshToken>> => {
    asked += 1;
    const value = { token: `t${asked}`, lifetimeMs: HOUR };
    return Promise.resolve(failure ?? { kind: 'ok', status: 200, value });
  };
  const cache = createTokenCache({ clock, fetch });
  const value = async (): Promise<string> => {
    const result = await cache.get();
    return result.kind === 'ok' ? result.value : result.kind;
  };
  return {
    clock,
    cache,
    value,
    asked: () => asked,
    fail: (next: CallResult<never> | undefined) => {
      failure = next;
    },
  };
}

describe('the token cache', () => {
  it('asks once, however many want the token', async () => {
    const { value, asked } = rig();
    expect(await Promise.all([value(), value(), value()])).toEqual(['t1', 't1', 't1']);
    expect(asked()).toBe(1);
  });

  it('renews at nine tenths of the life', async () => {
    const { value, clock } = rig();
    await value();
    await clock.advance(0.9 * HOUR - 1);
    expect(await value()).toBe('t1');
    await clock.advance(1);
    expect(await value()).toBe('t2');
  });

  it('goes on with the old token while the new one cannot be had', async () => {
    const { value, clock, fail } = rig();
    await value();
    await clock.advance(0.95 * HOUR);
    fail({ kind: 'retry', afterMs: 1, reason: 'down' });
    expect(await value()).toBe('t1');
    await clock.advance(0.05 * HOUR);
    expect(await value()).toBe('retry');
  });

  it('does not hold on to the old token once it was withdrawn', async () => {
    const { value, clock, fail } = rig();
    await value();
    await clock.advance(0.95 * HOUR);
    fail({ kind: 'forbidden', status: 400, reason: 'consent-missing' });
    expect(await value()).toBe('forbidden');
  });

  it('replaces a refused token once for all who were refused', async () => {
    const { cache, value, asked } = rig();
    await value();
    await Promise.all([cache.replace('t1'), cache.replace('t1')]);
    await cache.replace('t1');
    expect([await value(), asked()]).toEqual(['t2', 2]);
  });

  it('distrusts only a token that is old enough to lack a new role', async () => {
    const { cache, value, clock } = rig();
    await value();
    cache.distrust('t1');
    expect(await value()).toBe('t1');
    await clock.advance(60_000);
    cache.distrust('t1');
    expect(await value()).toBe('t2');
  });
});
