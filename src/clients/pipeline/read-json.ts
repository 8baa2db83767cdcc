import type { z } from 'zod';
import { parseJson } from './error-reason';
import type { Read } from './caller';

/** Reads an answer by its wire shape. */
export function readJson<T>(shape: z.ZodType<T>): Read<T> {
  return ({ text }) => {
    const parsed = shape.safeParse(parseJson(text));
    return parsed.success ? parsed.data : undefined;
  };
}

/** For calls whose answer says nothing beyond its status. */
export const readNothing: Read<null> = () => null;

/**
 * For calls that answer without a body (graph.md 2). A word beside the 2xx does no harm, nor does the
 * presence or a receipt; an error, a page, half an answer or one about something else was not said by
 * who was asked, and whether the call arrived is not known.
 */
export const readEmpty: Read<null> = ({ text }) => {
  if (/^\w*$/.test(text.trim())) return null;
  const body = parseJson(text);
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  return isObject && Object.keys(body).every(isHarmless) ? null : undefined;
};

const HARMLESS = [
  ...['id', 'availability', 'activity', 'sequenceNumber', 'statusMessage', 'outOfOfficeSettings'],
  ...['workLocation', 'ok', 'success', 'status'],
];

function isHarmless(key: string): boolean {
  return key.startsWith('@odata.') || HARMLESS.includes(key);
}
