/** What a manifest must keep besides its schema. Each rule yields `{ field, problem }`. */
import { SCHEMA_VERSION } from './schema-check.mjs';

const SCHEMA_URL = `https://developer.microsoft.com/json-schemas/teams/v${SCHEMA_VERSION}/MicrosoftTeams.schema.json`;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HOST = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;
/** Names of Microsoft's products are Microsoft's. */
const FOREIGN_NAME = /microsoft|teams|office|outlook/i;
const MAX_WORDS = 500;

export function* manifestProblems(manifest) {
  if (manifest.manifestVersion !== SCHEMA_VERSION) {
    const { manifestVersion } = manifest;
    yield at(
      'manifestVersion',
      `is ${manifestVersion}; this package is made for ${SCHEMA_VERSION}`,
    );
    return;
  }
  if (manifest.$schema !== SCHEMA_URL) yield at('$schema', `must be ${SCHEMA_URL}`);
  yield* idProblems(manifest);
  yield* addressProblems(manifest);
  yield* resourceProblems(manifest);
  yield* nameProblems(manifest);
  yield* descriptionProblems(textAt(manifest.description));
  yield* repeated(
    tabsOf(manifest).map((tab, index) => [`staticTabs[${index}].entityId`, tab.entityId]),
  );
  yield* commandProblems(manifest);
}

function* idProblems(manifest) {
  const ids = [
    ['id', manifest.id],
    ...botsOf(manifest).map((bot, index) => [`bots[${index}].botId`, bot.botId]),
    ['webApplicationInfo.id', manifest.webApplicationInfo?.id],
  ];
  for (const [field, id] of ids) {
    if (typeof id === 'string' && !GUID.test(id)) yield at(field, `must be a GUID, not ${id}`);
  }
}

/** Teams opens https only, and only what `validDomains` names. */
function* addressProblems(manifest) {
  const domains = new Set(manifest.validDomains ?? []);
  for (const [index, domain] of [...domains].entries()) {
    if (HOST.test(domain)) continue;
    yield at(`validDomains[${index}]`, `must be a host name in lower case, not ${domain}`);
  }
  for (const [field, address] of addressesOf(manifest)) {
    if (!address.startsWith('https://') || !URL.canParse(address)) {
      yield at(field, `must be an https address, not ${address}`);
    } else if (!domains.has(new URL(address).host)) {
      yield at(field, `leads to ${new URL(address).host}, which validDomains does not name`);
    }
  }
}

function addressesOf(manifest) {
  const developer = Object.entries(manifest.developer ?? {})
    .filter(([key]) => key.endsWith('Url'))
    .map(([key, address]) => [`developer.${key}`, address]);
  const tabs = tabsOf(manifest).flatMap((tab, index) => {
    return ['contentUrl', 'websiteUrl'].map((key) => [`staticTabs[${index}].${key}`, tab[key]]);
  });
  return [...developer, ...tabs].filter(([, address]) => typeof address === 'string');
}

/** Sign-in fails with `resourceDisabled` where it differs from the registration's identifier URI. */
function* resourceProblems({ webApplicationInfo, validDomains }) {
  if (webApplicationInfo === undefined) return;
  const { id, resource } = webApplicationInfo;
  const possible = (validDomains ?? []).map((domain) => `api://${domain}/${id}`);
  if (possible.includes(resource)) return;
  yield at('webApplicationInfo.resource', `must be ${possible[0] ?? 'api://<domain>/<id>'}`);
}

function* nameProblems({ name }) {
  for (const [key, text] of Object.entries(name ?? {})) {
    const found = FOREIGN_NAME.exec(text)?.[0];
    if (found) yield at(`name.${key}`, `must not contain "${found}"`);
  }
}

/** For the manifest and each language alike. */
export function* descriptionProblems({ short, full }) {
  if (/\bapps?\b/i.test(short)) yield at('description.short', 'must not contain the word "app"');
  if (/[.!?。]\s*\S/.test(short)) yield at('description.short', 'must be one sentence');
  const words = full.split(/\s+/).length;
  if (words > MAX_WORDS)
    yield at('description.full', `has ${words} words; at most ${MAX_WORDS} fit`);
  if (!full.includes('https://')) yield at('description.full', 'must lead to the help page');
}

function* commandProblems(manifest) {
  for (const [index, bot] of botsOf(manifest).entries()) {
    const titles = (bot.commandLists ?? []).flatMap((list, listIndex) => {
      return (list.commands ?? []).map((command, commandIndex) => {
        const field = `bots[${index}].commandLists[${listIndex}].commands[${commandIndex}].title`;
        return [field, command.title];
      });
    });
    yield* repeated(titles);
  }
}

/** Later ones of texts that are the same but for their case. */
export function* repeated(fields) {
  const seen = new Map();
  for (const [field, text] of fields) {
    const key = String(text).toLowerCase();
    if (seen.has(key)) yield at(field, `is "${text}", as ${seen.get(key)} is already`);
    else seen.set(key, field);
  }
}

const at = (field, problem) => ({ field, problem });
const tabsOf = ({ staticTabs }) => (Array.isArray(staticTabs) ? staticTabs : []);
const botsOf = ({ bots }) => (Array.isArray(bots) ? bots : []);
const textAt = (description) => ({
  short: String(description?.short ?? ''),
  full: String(description?.full ?? ''),
});
