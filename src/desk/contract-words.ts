/** Words that shapes of API v1 have in common. */
import { z } from 'zod';
import { foldGuid } from '../core/agent-state';

/** No control characters: no name or id has them, and the store could not keep all of them. */
export const text = z
  .string()
  .trim()
  .min(1)
  .max(400)
  .regex(/^\P{Cc}*$/u);
/** Of a definition in VCC. */
export const presenceId = text.overwrite(foldGuid);
export const instant = z.number().int().meta({ description: 'Epoch milliseconds.' });
export const category = z.enum(['Ready', 'Away', 'ExtendedAway', 'LoggedOut', 'Unknown']);

/** Regions of VCC (vcc.md, hosts and regions). The word becomes part of a host name. */
export const REGIONS = ['emea', 'nam', 'apac'] as const;

export const definitionView = z
  .object({
    presenceId: z.string(),
    category,
    name: z.string(),
    selectable: z.boolean(),
    subCategory: z.string().exactOptional(),
  })
  .meta({ id: 'Definition' });

/** Availability and activity, as Graph spells them. */
export const presencePairView = z.object({ availability: z.string(), activity: z.string() });
