import { z } from 'zod';
import { readJson, readNothing } from '../../../src/clients/pipeline/read-json';
import { createHandClock } from '../hand-clock';
import { countingTokens, createRig, readCall, writeCall } from './rig';
import type { Rig, RigOptions } from './rig';
import type { StubHandler } from '../stub-server';

const plant = readJson(z.object({ plant: z.string() }));
let rig: Rig;

async function open(handler: StubHandler, options?: RigOptions): Promise<Rig> {
  rig = await createRig(handler, options);
  return rig;
}

afterEach(() => rig.close());

describe('a call', () => {
  it('answers the value with its status', async () => {
    await open(() => ({ body: { plant: 'juniper' } }));
    const result = await rig.call(readCall(rig), plant);
    expect(result).toEqual({ kind: 'ok', value: { plant: 'juniper' }, status: 200 });
  });

  it('accepts any 2xx for a write', async () => {
    await open(() => ({ status: 204 }));
    const result = await rig.call(writeCall(rig), readNothing);
    expect(result).toMatchObject({ kind: 'ok', status: 204 });
  });

  it('repeats once with another token after 401', async () => {
    await open(({ headers }) =>
      headers.authorization === 'Bearer token-2' ? { body: { plant: 'sage' } } : { status: 401 },
    );
    const tokens = countingTokens();
    const result = await rig.call(writeCall(rig, { tokens }), plant);
    expect(result.kind).toBe('ok');
    expect(rig.stub.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  it('is forbidden when the other token is refused as well', async () => {
    await open(() => ({ status: 401, body: { message: 'Authorization has been denied.' } }));
    const result = await rig.call(readCall(rig, { tokens: countingTokens() }), plant);
    expect(result).toMatchObject({ kind: 'forbidden', status: 401 });
    expect(rig.stub.requests).toHaveLength(2);
  });

  it('waits as long as a fractional Retry-After says', async () => {
    await open(() => ({ status: 429, headers: { 'retry-after': '2.128' } }));
    const result = await rig.call(writeCall(rig), readNothing);
    expect(result).toMatchObject({ kind: 'retry', status: 429, afterMs: 2_128 });
  });

  it('waits until the date a Retry-After names, by our clock', async () => {
    const clock = createHandClock();
    const until = new Date(clock.now() + 7_000).toUTCString();
    await open(() => ({ status: 503, headers: { 'retry-after': until } }), { clock });
    const result = await rig.call(writeCall(rig), readNothing);
    expect(result).toMatchObject({ kind: 'retry', status: 503, afterMs: 7_000 });
  });

  it('backs off by itself, longer each time, when 429 names no wait', async () => {
    const clock = createHandClock();
    await open(() => ({ status: 429 }), { clock });
    const waits: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const result = await rig.call(readCall(rig), plant);
      waits.push(result.kind === 'retry' ? result.afterMs : -1);
      await clock.advance(20_000);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000]);
  });

  it.each([500, 502, 504])('does not know what became of a write answered %i', async (status) => {
    await open(() => ({ status, body: '<html>' }));
    expect(await rig.call(writeCall(rig), readNothing)).toMatchObject({ kind: 'unknown', status });
    expect(await rig.call(readCall(rig), plant)).toMatchObject({ kind: 'retry', status });
  });

  it.each([
    [404, 'gone'],
    [403, 'forbidden'],
    [409, 'refused'],
    [400, 'refused'],
  ])('takes %i as %s', async (status, kind) => {
    await open(() => ({ status }));
    expect(await rig.call(writeCall(rig), readNothing)).toMatchObject({ kind, status });
  });

  // WV2: a refusal is a 4xx; who is sent elsewhere was neither obeyed nor refused.
  it.each([301, 302, 307, 308])(
    '[WV2] follows no redirect, and is not refused: %i',
    async (status) => {
      await open(() => ({ status, headers: { location: '/elsewhere' } }));
      expect(await rig.call(writeCall(rig), readNothing)).toMatchObject({ kind: 'retry', status });
      expect(rig.stub.requests).toHaveLength(1);
    },
  );

  it('[WV2] does not take a slow proxy (408) for a refusal', async () => {
    await open(() => ({ status: 408 }));
    expect(await rig.call(readCall(rig), plant)).toMatchObject({ kind: 'retry', status: 408 });
    expect(await rig.call(writeCall(rig), readNothing)).toMatchObject({ kind: 'unknown' });
  });

  it.each([
    ['HTML', '<html><body>Service</body></html>'],
    ['half JSON', '{"plant":'],
    ['wrong types', '{"plant":7}'],
    ['nothing', ''],
  ])('takes %s as nonsense: read again, but a write may have arrived', async (_name, body) => {
    await open(() => ({ body }));
    const read = await rig.call(readCall(rig), plant);
    const write = await rig.call(writeCall(rig), plant);
    expect(read).toMatchObject({ kind: 'retry', reason: 'nonsense', status: 200 });
    expect(write).toMatchObject({ kind: 'unknown', reason: 'nonsense', status: 200 });
  });

  it.each(['cut', 'half'] as const)('does not know what became of a write: %s', async (action) => {
    await open(() => action);
    expect(await rig.call(writeCall(rig), readNothing)).toMatchObject({ kind: 'unknown' });
    expect(await rig.call(readCall(rig), plant)).toMatchObject({ kind: 'retry' });
  });

  it('does not know what became of a write that was never answered', async () => {
    await open(() => 'hang', { timeoutMs: 150 });
    const result = await rig.call(writeCall(rig), readNothing);
    expect(result).toMatchObject({ kind: 'unknown', reason: 'timeout' });
  });

  it('can be tried again after a refused connection, also when it writes', async () => {
    await open(() => ({}));
    await rig.stub.close();
    const result = await rig.call(writeCall(rig), readNothing);
    expect(result).toMatchObject({ kind: 'retry', reason: 'connection refused' });
  });

  it('can be tried again when the host has no address', async () => {
    await open(() => ({}));
    const call = writeCall(rig, { url: 'http://no-such-host.invalid/change' });
    expect(await rig.call(call, readNothing)).toMatchObject({ kind: 'retry' });
  });

  it('reads no more than the cap', async () => {
    await open(() => ({ body: `{"plant":"${'x'.repeat(5_000)}"}` }));
    const result = await rig.call(readCall(rig, { maxBytes: 1_000 }), plant);
    expect(result).toMatchObject({ kind: 'retry', reason: 'answer too large' });
  });

  it('never left when no token came in time', async () => {
    await open(() => ({}), { timeoutMs: 60 });
    const tokens = { ...countingTokens(), get: () => new Promise<never>(() => undefined) };
    const result = await rig.call(writeCall(rig, { tokens }), readNothing);
    expect(result.kind).toBe('retry');
    expect(rig.stub.requests).toHaveLength(0);
  });

  it('never left when the budget gave no leave in time', async () => {
    const clock = createHandClock();
    await open(() => ({}), { clock, timeoutMs: 60, budget: { requests: 1, windowMs: 5_000 } });
    await rig.call(writeCall(rig), readNothing);
    const result = await rig.call(writeCall(rig), readNothing);
    expect(result).toMatchObject({ kind: 'retry', reason: 'no budget', afterMs: 5_000 });
    expect(rig.stub.requests).toHaveLength(1);
  });

  it('[TN5] holds back the whole key as long as a Retry-After says', async () => {
    const clock = createHandClock();
    const answers = [{ status: 429, headers: { 'retry-after': '3.5' } }];
    await open(() => answers.shift() ?? { body: { plant: 'sage' } }, { clock });
    await rig.call(writeCall(rig), readNothing);
    const later = rig.call(readCall(rig), plant);
    await clock.advance(3_499);
    expect(rig.stub.requests).toHaveLength(1);
    await clock.advance(1);
    expect((await later).kind).toBe('ok');
  });

  it('tells how it ended, without its address or its token', async () => {
    await open(() => ({ headers: { 'request-id': 'r-1' }, body: { plant: 'sage' } }));
    await rig.call(readCall(rig, { tokens: countingTokens(), who: { accountKey: 'm' } }), plant);
    expect(rig.ended).toEqual([
      {
        side: 'vcc',
        name: 'look',
        kind: 'ok',
        status: 200,
        ms: expect.any(Number),
        requestId: 'r-1',
        who: { accountKey: 'm' },
      },
    ]);
  });
});
