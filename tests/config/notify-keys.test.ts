import { generateKeyPairSync } from 'node:crypto';
import { ConfigError, createConfig } from '../../src/config/config';
import { readNotifyCertificate } from '../../src/config/notify-certificate';
import { selfSignedRsa } from '../sandbox/rsa-certificate';

interface Pair {
  readonly certificate: string;
  readonly key: string;
}

function makePair(modulusLength = 2_048): Pair {
  const keys = generateKeyPairSync('rsa', { modulusLength });
  const der = selfSignedRsa(keys).toString('base64');
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----`,
    key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const settings = (pair: Pair, suffix = '') => ({
  [`GRAPH_NOTIFY_CERTIFICATE${suffix}`]: pair.certificate,
  [`GRAPH_NOTIFY_KEY${suffix}`]: pair.key.replaceAll('\n', '\\n'),
});

function create(more: Record<string, string>) {
  return createConfig({
    PUBLIC_URL: 'http://127.0.0.1:3978',
    SECRETS_KEY: Buffer.alloc(32, 1).toString('base64'),
    ENTRA_CLIENT_ID: 'app',
    ENTRA_CLIENT_SECRET: 'clover',
    ...more,
  });
}

function problemsOf(more: Record<string, string>): readonly string[] {
  try {
    create(more);
    return [];
  } catch (error) {
    return error instanceof ConfigError ? error.problems : [String(error)];
  }
}

const [one, other] = [makePair(), makePair()];

test('a pair and the one before it are taken', () => {
  const { notifyKeys } = create({ ...settings(one), ...settings(other, '_PREVIOUS') });
  expect(notifyKeys?.current.certificate).toBe(one.certificate);
  expect(notifyKeys?.previous?.key.reveal()).toBe(other.key);
});

test.each<[string, Record<string, string>, string]>([
  ['a key of another certificate', settings({ ...one, key: other.key }), 'CERTIFICATE must be'],
  ['a key that is too short', settings(makePair(1_024)), '2048 to 4096'],
  [
    'a certificate that cannot be read',
    settings({ ...one, certificate: '-----BEGIN CERTIFICATE-----\nAAAA' }),
    'CERTIFICATE must be',
  ],
  [
    'a previous pair that does not fit',
    { ...settings(one), ...settings({ ...other, key: one.key }, '_PREVIOUS') },
    'CERTIFICATE_PREVIOUS must be',
  ],
])('%s is refused with one sentence', (_case, env, words) => {
  const problems = problemsOf(env);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(words);
});

test('another certificate has another name, short enough for Graph', () => {
  const [first, second] = [one, other].map(({ certificate }) => readNotifyCertificate(certificate));
  expect(first?.id).not.toBe(second?.id);
  expect(first?.id.length).toBeLessThanOrEqual(128);
  expect(first?.base64).not.toMatch(/-----|\s/);
});
