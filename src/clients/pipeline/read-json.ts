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
