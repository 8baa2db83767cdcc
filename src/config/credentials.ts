import { isGuid } from './guid';
import { isLoopback } from './loopback';
import { isNotifyPair } from './notify-certificate';
import { Secret } from './secrets';
import type { SettingReader } from './setting-reader';

export interface EntraConfig {
  readonly clientId: string;
  readonly credential: EntraCredential;
  readonly url: string;
  /** Set by `ENTRA_URL`: trusted as an authority without asking Microsoft about it. */
  readonly isOwnAuthority: boolean;
  /** Audience of v1 sign-in tokens (graph.md 7.1). */
  readonly applicationIdUri: string;
}

export type EntraCredential =
  | { readonly kind: 'secret'; readonly secret: Secret }
  /** PEM text: the certificate and its private key. */
  | { readonly kind: 'certificate'; readonly pem: Secret };

const BOT_TYPES = ['SingleTenant', 'MultiTenant', 'UserAssignedMsi'] as const;

export interface BotConfig {
  readonly id: string;
  /** Null for a managed identity. */
  readonly password: Secret | null;
  readonly type: (typeof BOT_TYPES)[number];
  readonly tenantId: string | null;
}

export interface NotifyKeys {
  /** PEM */
  readonly certificate: string;
  /** PEM */
  readonly key: Secret;
}

/** The app registration that signs people in and reads and writes presences. */
export function readEntra(
  read: SettingReader,
  around: { readonly loginUrl: string; readonly publicUrl: string },
): EntraConfig {
  const clientId = read.required('ENTRA_CLIENT_ID', 'it is the id of the app registration');
  const url = read.url('ENTRA_URL', around.loginUrl);
  if (url.startsWith('http:') && !isLoopback(url)) {
    read.refuse('ENTRA_URL must begin with https:// unless it is an address of this machine.');
  }
  const host = URL.canParse(around.publicUrl) ? new URL(around.publicUrl).host : '';
  return {
    clientId,
    credential: readCredential(read),
    url,
    isOwnAuthority: read.text('ENTRA_URL') !== undefined,
    applicationIdUri: `api://${host}/${clientId}`,
  };
}

function readCredential(read: SettingReader): EntraCredential {
  const secret = read.text('ENTRA_CLIENT_SECRET');
  const pem = readPem(read, 'ENTRA_CLIENT_CERTIFICATE');
  if (secret !== undefined && pem !== undefined) {
    read.refuse('ENTRA_CLIENT_SECRET and ENTRA_CLIENT_CERTIFICATE exclude each other; give one.');
  }
  if (secret === undefined && pem === undefined) {
    read.refuse('ENTRA_CLIENT_SECRET is missing: give it or ENTRA_CLIENT_CERTIFICATE.');
  }
  if (pem === undefined) return { kind: 'secret', secret: new Secret(secret ?? '') };
  if (!pem.includes('PRIVATE KEY-----') || !pem.includes('BEGIN CERTIFICATE-----')) {
    read.refuse('ENTRA_CLIENT_CERTIFICATE must hold a certificate and its private key as PEM.');
  }
  return { kind: 'certificate', pem: new Secret(pem) };
}

/** Null only on this machine: without a registration anybody could speak as anybody. */
export function readBot(read: SettingReader, isLocal: boolean): BotConfig | null {
  const id = read.text('BOT_ID');
  if (id === undefined) return refuseLooseBot(read, isLocal);
  const type = read.oneOf('BOT_TYPE', BOT_TYPES, 'SingleTenant');
  const password = read.text('BOT_PASSWORD');
  const tenantId = read.text('BOT_TENANT_ID') ?? null;
  if (type === 'UserAssignedMsi' && password !== undefined) {
    read.refuse('BOT_PASSWORD must be left out when BOT_TYPE is UserAssignedMsi.');
  }
  if (type !== 'UserAssignedMsi' && password === undefined) {
    read.refuse(`BOT_PASSWORD is missing: a bot of type ${type} needs it.`);
  }
  if (type !== 'MultiTenant' && tenantId === null) {
    read.refuse(`BOT_TENANT_ID is missing: a bot of type ${type} needs it.`);
  }
  return { id, password: password === undefined ? null : new Secret(password), type, tenantId };
}

function refuseLooseBot(read: SettingReader, isLocal: boolean): null {
  if (!isLocal) {
    read.refuse('BOT_ID is missing: only a PUBLIC_URL of this machine may go without a bot.');
  }
  if (read.text('BOT_PASSWORD') !== undefined) {
    read.refuse('BOT_PASSWORD is given without BOT_ID; give both or none.');
  }
  return null;
}

/** It becomes part of an address people press. */
export function readTeamsAppId(read: SettingReader): string | null {
  const id = read.text('TEAMS_APP_ID');
  if (id !== undefined && !isGuid(id)) {
    read.refuse('TEAMS_APP_ID must be the id of the app in its manifest, a GUID.');
  }
  return id ?? null;
}

interface NotifyPair {
  readonly current: NotifyKeys;
  readonly previous: NotifyKeys | null;
}

/** Keys of encrypted change notifications (graph.md 4.10). */
export function readNotifyKeys(read: SettingReader): NotifyPair | null {
  const current = readKeyPair(read, 'GRAPH_NOTIFY_CERTIFICATE', 'GRAPH_NOTIFY_KEY');
  const previous = readKeyPair(
    read,
    'GRAPH_NOTIFY_CERTIFICATE_PREVIOUS',
    'GRAPH_NOTIFY_KEY_PREVIOUS',
  );
  if (previous && !current) {
    read.refuse('GRAPH_NOTIFY_CERTIFICATE is missing, but its _PREVIOUS is given.');
  }
  if (!current) return null;
  refuseLoosePair(read, current, '');
  if (previous) refuseLoosePair(read, previous, '_PREVIOUS');
  return { current, previous };
}

function refuseLoosePair(
  read: SettingReader,
  { certificate, key }: NotifyKeys,
  suffix: '' | '_PREVIOUS',
): void {
  if (isNotifyPair(certificate, key.reveal())) return;
  read.refuse(
    `GRAPH_NOTIFY_CERTIFICATE${suffix} must be an RSA certificate of 2048 to 4096 bits, ` +
      `and GRAPH_NOTIFY_KEY${suffix} its key.`,
  );
}

type CertificateName = 'GRAPH_NOTIFY_CERTIFICATE' | 'GRAPH_NOTIFY_CERTIFICATE_PREVIOUS';
type KeyName = 'GRAPH_NOTIFY_KEY' | 'GRAPH_NOTIFY_KEY_PREVIOUS';

function readKeyPair(
  read: SettingReader,
  certificateName: CertificateName,
  keyName: KeyName,
): NotifyKeys | null {
  const certificate = readPem(read, certificateName);
  const key = readPem(read, keyName);
  if ((certificate === undefined) !== (key === undefined)) {
    read.refuse(`${certificateName} and ${keyName} belong together; give both or none.`);
  }
  if (certificate === undefined || key === undefined) return null;
  return { certificate, key: new Secret(key) };
}

/** PEM text; its line ends may be written as `\n`, as env files want it. */
function readPem(
  read: SettingReader,
  name: CertificateName | KeyName | 'ENTRA_CLIENT_CERTIFICATE',
): string | undefined {
  const text = read.text(name)?.replaceAll('\\n', '\n');
  if (text !== undefined && !text.includes('-----BEGIN ')) {
    read.refuse(`${name} must be PEM text (-----BEGIN …).`);
  }
  return text;
}
