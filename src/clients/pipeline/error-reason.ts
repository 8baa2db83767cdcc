/** A short reason out of the many error envelopes of the two sides. */
import { z } from 'zod';

const MAX_LENGTH = 160;

const text = z.string().trim().min(1);

/** Graph and the Agents API: `{"error":{"code","message"}}` (graph.md 5.4, vcc.md 2.6). */
const coded = z
  .object({ error: z.object({ code: text.optional(), message: text.optional() }) })
  .transform(({ error }) => join(error.code, error.message));

/** `{"status","title","detail"?,"errors":[{"message","path"}]?}` (vcc.md 2.6). */
const titled = z
  .object({
    title: text,
    detail: text.optional(),
    errors: z.array(z.object({ message: text })).optional(),
  })
  .transform(({ title, detail, errors }) => join(title, detail ?? errors?.[0]?.message));

/** OAuth: `{"error","error_description"}` (vcc.md 1, 3.1). */
const oauth = z
  .object({ error: text, error_description: text.optional() })
  .transform(({ error, error_description }) => join(error, error_description));

/** User Admin, older pages: `{"statusCode","error","message"}` (vcc.md 5). */
const labelled = z
  .object({ error: text, message: text })
  .transform(({ error, message }) => join(error, message));

/** `{"message"}` (vcc.md 1, 2.6, 3.1, 5). */
const plain = z.object({ message: text }).transform(({ message }) => message);

const envelope = z.union([coded, titled, labelled, oauth, plain]);

/** `code: message` of a known envelope, else `HTTP <status>`. Never the body itself. */
export function readErrorReason(body: string, status: number): string {
  const parsed = envelope.safeParse(parseJson(body));
  return parsed.success && parsed.data !== '' ? shorten(parsed.data) : `HTTP ${status}`;
}

/** Undefined when it is not JSON. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

function join(code: string | undefined, message: string | undefined): string {
  return [code, message].filter((part) => part !== undefined).join(': ');
}

function shorten(reason: string): string {
  const line = reason.replace(/\s+/g, ' ').replace(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, '[mail]');
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line;
}
