/** What the tab asks beside links and orders; `contract.ts` is where others get it. */
import { z } from 'zod';
import { definitionView, instant, presencePairView } from './contract-words';

/** Beside the link itself: what a page about it needs. */
export const linkDetailsShape = z
  .object({
    now: instant,
    inStep: z.boolean().nullable().meta({ description: 'Null: one side is not known yet.' }),
    shows: presencePairView
      .nullable()
      .meta({ description: 'What the agent state makes Teams show; null: nothing.' }),
    choices: z.array(
      definitionView.extend({
        shows: presencePairView.nullable().meta({ description: 'What Teams shows for it.' }),
      }),
    ),
    overlay: presencePairView.nullable().meta({ description: 'A call or meeting in Teams.' }),
    troubles: z.array(
      z.object({ side: z.enum(['vcc', 'teams']), code: z.string(), since: instant }),
    ),
    noticeAt: instant.nullable(),
  })
  .meta({ id: 'LinkDetails' });

export const preferencesShape = z
  .strictObject({
    posts: z
      .enum(['nothing', 'problems', 'changes'])
      .meta({ description: 'What the bot posts by itself.' }),
    language: z
      .enum(['en', 'de', 'fr', 'es', 'ja'])
      .nullable()
      .meta({ description: 'Null: the language of Teams.' }),
  })
  .meta({ id: 'Preferences' });

export type LinkDetails = z.infer<typeof linkDetailsShape>;
export type Preferences = z.infer<typeof preferencesShape>;
