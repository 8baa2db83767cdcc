/** The toolkit's files as data: what they use, define and produce. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';
import { ROOT } from './package-run';

export interface Step {
  readonly uses: string;
  readonly with: Readonly<Record<string, unknown>>;
  readonly writeToEnvironmentFile?: Readonly<Record<string, string>>;
}

export interface Project {
  readonly steps: readonly Step[];
  /** Of the env file; empty values included. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Names of every `${{…}}` in the files that belong to the environment. */
  readonly used: ReadonlySet<string>;
  /** Names that a step writes. */
  readonly produced: ReadonlySet<string>;
}

export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
export const readJson = (path: string): unknown => JSON.parse(read(path));

/** The parts of manifest.json that tests look at or break. */
export interface Manifest {
  id: string;
  manifestVersion: string;
  version: string;
  accentColor: string;
  name: { short: string };
  description: { short: string; full: string };
  developer: { name?: string; websiteUrl: string; privacyUrl: string; termsOfUseUrl: string };
  icons: { color: string; outline: string; color32x32?: string };
  localizationInfo: { additionalLanguages: { languageTag: string; file: string }[] };
  staticTabs: { contentUrl: string; websiteUrl?: string }[];
  bots: { botId: string; colour?: string; commandLists: { commands: { title: string }[] }[] }[];
  permissions: string[];
  validDomains: string[];
  webApplicationInfo: { id: string; resource: string };
}

/** The parts of aad.manifest.json that tests look at. */
export interface Registration {
  displayName: string;
  groupMembershipClaims: string;
  identifierUris: string[];
  info: Record<string, string>;
  appRoles: { value: string }[];
  api: {
    requestedAccessTokenVersion: number;
    oauth2PermissionScopes: { id: string; value: string }[];
    preAuthorizedApplications: { appId: string; delegatedPermissionIds: string[] }[];
  };
  requiredResourceAccess: {
    resourceAppId: string;
    resourceAccess: { id: string; type: string }[];
  }[];
}

export function readProject(environment: 'dev' | 'local'): Project {
  const file = environment === 'local' ? 'teamsapp.local.yml' : 'teamsapp.yml';
  const document = parse(read(file)) as Record<string, unknown>;
  const steps = ['provision', 'deploy', 'publish'].flatMap((cycle) => {
    return (document[cycle] ?? []) as readonly Step[];
  });
  const texts = [...packageTexts(), read(file), ...steps.flatMap(filesOf).map(read)];
  return {
    steps,
    env: readEnvFile(environment),
    used: new Set(texts.flatMap(placeholdersIn)),
    produced: new Set(steps.flatMap(producedBy)),
  };
}

export function readEnvFile(environment: string): Project['env'] {
  return parseEnv(read(`env/.env.${environment}`));
}

export function packageTexts(): readonly string[] {
  const names = readdirSync(join(ROOT, 'appPackage')).filter((name) => name.endsWith('.json'));
  return names.map((name) => read(`appPackage/${name}`));
}

export function placeholdersIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name!);
}

/** Files of ours that a step fills in. */
function filesOf(step: Step): readonly string[] {
  if (step.uses === 'aadApp/update') return [String(step.with['manifestPath'])];
  if (step.uses !== 'arm/deploy') return [];
  return (step.with['templates'] as { parameters: string }[]).map((one) => one.parameters);
}

function producedBy(step: Step): readonly string[] {
  const written = Object.values(step.writeToEnvironmentFile ?? {});
  switch (step.uses) {
    case 'aadApp/update':
      return ['AAD_APP_ACCESS_AS_USER_PERMISSION_ID'];
    case 'arm/deploy':
      return [...read('infra/azure.bicep').matchAll(/^output (\w+) /gm)].map(([, name]) => name!);
    default:
      return written;
  }
}
