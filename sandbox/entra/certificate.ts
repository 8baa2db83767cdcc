import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import {
  der,
  derBits,
  derBoolean,
  derInteger,
  derOctets,
  derOid,
  derSequence,
  derSet,
  derTime,
  derUtf8,
} from './der';

const DAY_MS = 24 * 60 * 60 * 1000;
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const SUBJECT_ALT_NAME = '2.5.29.17';

export interface ServerCertificate {
  readonly keyPem: string;
  readonly certPem: string;
}

/**
 * A fresh self-signed certificate for 127.0.0.1 and localhost, its own authority, for clients that
 * are told to trust it. It follows real time: TLS libraries know no other clock.
 */
export function makeServerCertificate(): ServerCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const body = certificateBody(publicKey);
  const signature = sign('sha256', body, privateKey);
  const whole = derSequence(body, algorithm(), derBits(signature));
  return {
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certPem: toPem(whole),
  };
}

function certificateBody(publicKey: KeyObject): Buffer {
  const name = derSequence(derSet(derSequence(derOid(COMMON_NAME), derUtf8('Sandbox Entra'))));
  const now = Date.now();
  return derSequence(
    der(0xa0, derInteger(Buffer.from([2]))),
    derInteger(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm(),
    name,
    derSequence(derTime(now - DAY_MS), derTime(now + 365 * DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions()),
  );
}

function algorithm(): Buffer {
  return derSequence(derOid(ECDSA_WITH_SHA256));
}

function extensions(): Buffer {
  const digitalSignatureAndCertSign = derBits(Buffer.from([0x84]), 2);
  const names = derSequence(
    der(0x82, Buffer.from('localhost', 'ascii')),
    der(0x87, Buffer.from([127, 0, 0, 1])),
  );
  return derSequence(
    extension(BASIC_CONSTRAINTS, derSequence(derBoolean(true)), true),
    extension(KEY_USAGE, digitalSignatureAndCertSign, true),
    extension(EXTENDED_KEY_USAGE, derSequence(derOid(SERVER_AUTH))),
    extension(SUBJECT_ALT_NAME, names),
  );
}

function extension(oid: string, value: Buffer, isCritical = false): Buffer {
  return derSequence(derOid(oid), ...(isCritical ? [derBoolean(true)] : []), derOctets(value));
}

function toPem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
