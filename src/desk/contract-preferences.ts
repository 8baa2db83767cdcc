/** What a person has chosen for themselves, for bot and tab alike. */
import { z } from 'zod';

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

export type Preferences = z.infer<typeof preferencesShape>;
