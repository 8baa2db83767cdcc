import { createLog } from '../../src/runtime/log';
import type { LogLevel } from '../../src/runtime/log';

const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJ0aWQiOiJ0In0.c2ln';

function capture(level: LogLevel = 'debug') {
  const lines: string[] = [];
  const log = createLog({ level, destination: { write: (line) => lines.push(line) } });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
}

describe('a log line', () => {
  it('shows tenant and agent first', () => {
    const { log, lines } = capture();
    log.info({ code: 'x', agentUserId: 'a', tenantId: 't' }, 'something happened');
    expect(lines[0]).toMatch(/"tenantId":"t","agentUserId":"a","code":"x","msg":"something/);
  });

  it.each([
    ['token', 'abc'],
    ['accessToken', 'abc'],
    ['clientSecret', 'abc'],
    ['authorization', 'Basic abc'],
    ['password', 'abc'],
    ['displayName', 'Juniper Vale'],
    ['agentName', 'Juniper Vale'],
    ['email', 'juniper'],
    ['upn', 'juniper'],
    ['private_key', 'abc'],
  ])('never shows %s, however deep', (key, value) => {
    const { log, lines } = capture();
    log.info({ [key]: value, deep: { list: [{ [key]: { inner: value } }] } }, 'x');
    expect(lines.join('')).not.toContain(value);
    expect(lines.join('')).toContain('[secret]');
  });

  it('blanks tokens and addresses within any text', () => {
    const { log, lines } = capture();
    const error = new Error(`answer to Bearer abc.def for juniper@meadow.example: ${JWT}`);
    log.error({ err: error, note: `got ${JWT}` }, `mail to basil@meadow.example with ${JWT}`);
    expect(lines[0]).not.toMatch(/meadow|abc\.def|eyJ/);
    expect(lines[0]).toMatch(/"err":\{"type":"Error","message":"answer to Bearer \[secret\]/);
  });

  it('survives what cannot be shown', () => {
    const { log, last } = capture();
    const loop: Record<string, unknown> = { big: 10n, bytes: Buffer.from('abc') };
    loop['self'] = loop;
    log.info({ loop }, 'x');
    expect(last()['loop']).toEqual({ big: '10', bytes: '[3 bytes]', self: '[deep]' });
  });

  it('keeps the fields of a child, cleaned', () => {
    const { log, last } = capture();
    log.child({ room: 'line', token: 'abc' }).info({ code: 'y' }, 'x');
    expect(last()).toMatchObject({ room: 'line', token: '[secret]', code: 'y', msg: 'x' });
  });

  it('is not written below the level', () => {
    const { log, lines } = capture('warn');
    log.info({}, 'x');
    expect(lines).toEqual([]);
  });
});
