/**
 * Makes the secrets named, unless the environment has them already, and hands them to the Agents
 * Toolkit, which keeps them encrypted in env/.env.<name>.user.
 *
 *   node scripts/package/make-secrets.mjs SECRET_SECRETS_KEY …
 */
import { randomBytes } from 'node:crypto';

/** Azure's databases want all of these in a password. */
const KINDS = [/[A-Z]/, /[a-z]/, /\d/];

/** 32 bytes in base64. */
function makeSecret() {
  const secret = randomBytes(32).toString('base64');
  return KINDS.every((kind) => kind.test(secret)) ? secret : makeSecret();
}

for (const name of process.argv.slice(2)) {
  if (!process.env[name]) console.log(`::set-teamsfx-env ${name}="${makeSecret()}"`);
}
