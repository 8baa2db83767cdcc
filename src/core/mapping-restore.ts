import { DEFAULT_MAPPING } from './mapping';
import type { GroupOverride, Mapping, MappingDirection } from './mapping';
import { foldGroup } from './mapping-groups';

/**
 * The direction as delivered and switched on; of a group: what it overrides there is dropped, so
 * that it inherits again (MP4). The other direction and the other groups stay as they are.
 */
export function restoreDirection(
  mapping: Mapping,
  direction: MappingDirection,
  group?: string,
): Mapping {
  if (group === undefined) return { ...mapping, [direction]: DEFAULT_MAPPING[direction] };
  const wanted = foldGroup(group);
  const groups = (mapping.groups ?? []).map((override) =>
    foldGroup(override.group) === wanted ? inherit(override, direction) : override,
  );
  return { ...mapping, groups };
}

/** A group that overrides nothing keeps its place: it still decides before those after it. */
function inherit(override: GroupOverride, direction: MappingDirection): GroupOverride {
  const { [direction]: dropped, ...rest } = override;
  void dropped;
  return rest;
}
