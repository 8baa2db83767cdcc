/** Mapping and policies as API v1 has them; `contract.ts` is where others get them. */
import { z } from 'zod';
import { category, presenceId, text } from './contract-words';

const presencePair = z.strictObject({ availability: text, activity: text });
const stateTarget = z.strictObject({
  presenceId: presenceId.exactOptional(),
  category: category.exclude(['Unknown']),
  name: text,
});
const agentCondition = z.union([
  z.strictObject({ occupancy: z.literal('not-available') }),
  z.strictObject({ presenceId }),
  z.strictObject({
    category: category.exclude(['Unknown']),
    subCategory: text.exactOptional().meta({ description: 'Such as `ReadyOutbound`.' }),
  }),
]);
const agentRow = z.strictObject({ when: agentCondition, shows: presencePair.nullable() });
const anyActivity = 'Absent or `*`: every activity of the availability.';
const presenceRow = z.strictObject({
  when: z.strictObject({
    availability: text,
    activity: text.exactOptional().meta({ description: anyActivity }),
  }),
  sets: stateTarget.nullable(),
});
const agentRows = z.array(agentRow).max(200);
const presenceRows = z.array(presenceRow).max(200);
const isEnabled = z.boolean();
const groupOverride = z
  .strictObject({
    group: text.meta({ description: 'Id or name of a VCC group.' }),
    agentToPresence: z
      .strictObject({ enabled: isEnabled.exactOptional(), rows: agentRows.exactOptional() })
      .exactOptional(),
    presenceToAgent: z
      .strictObject({ enabled: isEnabled.exactOptional(), rows: presenceRows.exactOptional() })
      .exactOptional(),
  })
  .meta({ description: 'Each row takes the place of the row for the same condition.' });

export const mappingShape = z
  .strictObject({
    agentToPresence: z.strictObject({ enabled: isEnabled, rows: agentRows }),
    presenceToAgent: z.strictObject({ enabled: isEnabled, rows: presenceRows }),
    groups: z
      .array(groupOverride)
      .max(50)
      .exactOptional()
      .meta({ description: 'Of several groups of an agent the first here decides.' }),
  })
  .meta({ id: 'Mapping' });

const direction = z.enum(['agentToPresence', 'presenceToAgent']);
const mappingFinding = z.object({
  code: z.enum([
    'no-definition',
    'not-selectable',
    'not-settable',
    'unknown-word',
    'repeated',
    'drift',
  ]),
  direction: direction.nullable(),
  group: z.string().nullable(),
  row: z.number().int().nullable().meta({ description: 'From 1, in that table.' }),
  text: z.string().meta({ description: 'One sentence that names the row.' }),
  steps: z
    .array(z.string())
    .exactOptional()
    .meta({ description: 'Of a drift: VCC and Teams in turn, as the two tables lead.' }),
  asDelivered: z
    .boolean()
    .exactOptional()
    .meta({ description: 'Of a drift: the mapping as delivered has it too.' }),
});

export const savedMappingShape = mappingShape
  .extend({ warnings: z.array(mappingFinding) })
  .meta({ id: 'SavedMapping' });

export const mappingVerdictShape = z
  .object({ errors: z.array(mappingFinding), warnings: z.array(mappingFinding) })
  .meta({ id: 'MappingVerdict', description: 'Without errors the mapping can be saved.' });

export const mappingRestoreShape = z
  .strictObject({
    direction,
    group: text.exactOptional().meta({ description: 'Drops what this group overrides there.' }),
  })
  .meta({ id: 'MappingRestore' });

export const policiesShape = z
  .strictObject({
    handSet: z.enum(['override', 'respect']),
    callsMove: z.boolean(),
    meetingsMove: z.boolean(),
    focusingMoves: z.boolean(),
    flapLimit: z.number().int().min(1).max(60),
  })
  .meta({ id: 'Policies' });
