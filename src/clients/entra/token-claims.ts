import { z } from 'zod';
import { parseJson } from '../pipeline/error-reason';

const shape = z.object({ roles: z.array(z.string()).optional() });

/**
 * Roles in an app-only token: proof of consent (graph.md 7.5). The signature is Graph's to check.
 * Undefined when it is no readable JWT.
 */
export function readGrantedRoles(token: string): readonly string[] | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  const parsed = shape.safeParse(parseJson(Buffer.from(payload, 'base64url').toString('utf8')));
  return parsed.success ? (parsed.data.roles ?? []) : undefined;
}
