/**
 * Makes the secrets of our own that an environment lacks, into env/.env.<name>.user, where the
 * toolkit finds and encrypts them. Not a step of the toolkit: it would print them.
 *
 *   node scripts/package/make-secrets.mjs [--env <environment>]     default: local
 */
import { randomBytes } from 'node:crypto';
import { appendFileSync, chmodSync } from 'node:fs';
import { parseArgs, parseEnv } from 'node:util';
import { isThere, onDisk } from './disk.mjs';
import { checkExists, checkName, fileOf, readText } from './environment.mjs';

/** Azure's databases want all of these in a password. */
const KINDS = [/[A-Z]/, /[a-z]/, /\d/];

/** For its owner alone. */
const OWNER_ONLY = 0o600;

/** On this machine the database is an embedded one. */
const namesFor = (environment) =>
  environment === 'local'
    ? ['SECRET_SECRETS_KEY']
    : ['SECRET_SECRETS_KEY', 'SECRET_DATABASE_PASSWORD'];

/** 32 bytes in base64. */
function makeSecret() {
  const secret = randomBytes(32).toString('base64');
  return KINDS.every((kind) => kind.test(secret)) ? secret : makeSecret();
}

/** The mode first: a file that was open to all is closed before a secret lies in it. */
function keepForOwner(file, text) {
  appendFileSync(file, '', { mode: OWNER_ONLY });
  chmodSync(file, OWNER_ONLY);
  appendFileSync(file, text);
}

function main(args) {
  const options = { env: { type: 'string', default: 'local' } };
  const { env } = parseArgs({ args, options }).values;
  checkName(env);
  checkExists('.', env);
  const file = `${fileOf(env)}.user`;
  const text = isThere('.', file) ? readText('.', file) : '';
  const given = parseEnv(text);
  const missing = namesFor(env).filter((name) => !given[name]);
  const lines = missing.map((name) => `${name}=${makeSecret()}\n`);
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  onDisk(file, () => keepForOwner(file, lines.length > 0 ? gap + lines.join('') : ''));
  console.log(
    `${file}: ${missing.length > 0 ? `made ${missing.join(' and ')}` : 'nothing is missing'}.`,
  );
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
