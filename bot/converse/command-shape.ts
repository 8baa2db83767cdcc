/** What a pressed button may say. Anybody can make up the data of a card (BT5). */
import { z } from 'zod';
import { LANGUAGES } from '../understand/command';
import type { Command } from '../understand/command';

/** No store keeps the sign NUL. */
const NO_NUL = /^[^\0]*$/;
const id = z.string().min(1).max(200).regex(NO_NUL);
const words = z.string().max(100).regex(NO_NUL);
const minutes = z.number().int().min(1).max(1_440);
const minuteOfDay = z.number().int().min(0).max(1_439);

const shape = z.discriminatedUnion('do', [
  z.object({ do: z.literal('set'), presenceId: id, minutes: minutes.exactOptional() }),
  z.object({
    do: z.literal('pause'),
    minutes: minutes.exactOptional(),
    until: z.number().int().positive().max(8.64e15).exactOptional(),
  }),
  z.object({ do: z.literal('find'), words: words.exactOptional() }),
  z.object({
    do: z.literal('tell'),
    words: words.exactOptional(),
    linkId: id.exactOptional(),
  }),
  z.object({ do: z.literal('unlink'), agentId: words.exactOptional() }),
  z.object({
    do: z.literal('notify'),
    posts: z.enum(['nothing', 'problems', 'changes']).exactOptional(),
  }),
  z.object({
    do: z.literal('quiet'),
    hours: z
      .object({ from: minuteOfDay, to: minuteOfDay })
      // A whole day would never end.
      .refine(({ from, to }) => from !== to)
      .nullable()
      .exactOptional(),
  }),
  z.object({ do: z.literal('language'), language: z.enum(LANGUAGES).nullable().exactOptional() }),
  z.object({ do: z.literal('join'), connectionId: id }),
  z.object({
    do: z.enum(['prove', 'request']),
    connectionId: id,
    agentId: words.exactOptional(),
  }),
  ...(
    ['proof', 'status', 'why', 'resume', 'show', 'free', 'link', 'states', 'help', 'hi'] as const
  ).map((verb) => z.object({ do: z.literal(verb) })),
]);

/** Null: not one of ours, or not of this version. */
export function readPressed(verb: unknown, data: unknown): Command | null {
  const rest = typeof data === 'object' && data !== null ? data : {};
  const name = verb ?? ('verb' in rest ? rest.verb : undefined);
  const read = shape.safeParse({ ...rest, do: name === 'refresh' ? 'status' : name });
  return read.success ? read.data : null;
}
