/**
 * Makes the secrets of our own that an environment lacks, into env/.env.<name>.user, where the
 * toolkit finds and encrypts them. Not a step of the toolkit: it would print them.
 *
 *   node scripts/package/make-secrets.mjs [--env <environment>]     default: local
 */
import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, parseEnv } from 'node:util';

/** Azure's databases want all of these in a password. */
const KINDS = [/[A-Z]/, /[a-z]/, /\d/];

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

function main(args) {
  const options = { env: { type: 'string', default: 'local' } };
  const { env } = parseArgs({ args, options }).values;
  if (!existsSync(join('env', `.env.${env}`))) {
    throw new Error(`env/.env.${env}: there is no such environment.`);
  }
  const file = join('env', `.env.${env}.user`);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const given = parseEnv(text);
  const missing = namesFor(env).filter((name) => !given[name]);
  const lines = missing.map((name) => `${name}=${makeSecret()}\n`);
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  if (lines.length > 0) appendFileSync(file, gap + lines.join(''), { mode: 0o600 });
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
