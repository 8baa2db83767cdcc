/**
 * The bare program: node:http, signature check, one insert, one POST. What the service is measured
 * against. Started as a process of its own: DATABASE_URL, GRAPH_URL and SECRET in the environment.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { Pool as HttpPool } from 'undici';

const SECRET = Buffer.from(process.env['SECRET'] ?? '', 'base64');
const database = new Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
const graph = new HttpPool(process.env['GRAPH_URL'] ?? '', { connections: 64 });

async function main(): Promise<void> {
  await database.query('CREATE TABLE IF NOT EXISTS floor (id text PRIMARY KEY, body jsonb)');
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const raw = Buffer.concat(parts);
      take(raw, String(request.headers['vonage-signature'])).then(
        (status) => answer(response, status),
        () => answer(response, 503),
      );
    });
  });
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`ready ${(server.address() as AddressInfo).port}\n`);
  });
}

function answer(response: ServerResponse, status: number): void {
  response.writeHead(status);
  response.end();
}

async function take(raw: Buffer, signature: string): Promise<number> {
  if (!isSigned(raw, signature)) return 401;
  const event = JSON.parse(raw.toString('utf8')) as FloorEvent;
  await database.query({
    name: 'floor',
    text: 'INSERT INTO floor (id, body) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    values: [event.id, JSON.stringify(event.data)],
  });
  void post(event.data.user.userId, event.data.presence.description);
  return 202;
}

interface FloorEvent {
  readonly id: string;
  readonly data: {
    readonly user: { readonly userId: string };
    readonly presence: { readonly description: string };
  };
}

function isSigned(raw: Buffer, signature: string): boolean {
  const [head, claims, mac] = signature.split('.');
  if (!head || !claims || !mac) return false;
  const right = createHmac('sha256', SECRET).update(`${head}.${claims}`).digest();
  const given = Buffer.from(mac, 'base64url');
  if (given.length !== right.length || !timingSafeEqual(given, right)) return false;
  const { payload_hash } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
    readonly payload_hash: string;
  };
  return payload_hash === createHash('sha256').update(raw).digest('hex');
}

async function post(userId: string, word: string): Promise<void> {
  const answer = await graph.request({
    method: 'POST',
    path: `/v1.0/users/${userId}/presence/setPresence`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      availability: word === 'Ready' ? 'Available' : 'Away',
      activity: 'Away',
    }),
  });
  await answer.body.dump();
}

void main();
