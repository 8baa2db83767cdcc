/** What people read in a manifest, by the keys that a language file has for it. */

export function textFields(manifest) {
  const texts = ['name', 'description'].flatMap((key) => [`${key}.short`, `${key}.full`]);
  const tabs = manifest.staticTabs.flatMap(({ name }, index) => {
    return name === undefined ? [] : [`staticTabs[${index}].name`];
  });
  const commands = commandsOf(manifest).flatMap(({ field }) => [
    `${field}.title`,
    `${field}.description`,
  ]);
  return [...texts, ...tabs, ...commands];
}

/** Every command with its place. */
export function commandsOf({ bots }) {
  return bots.flatMap(({ commandLists = [] }, bot) =>
    commandLists.flatMap(({ commands }, list) =>
      commands.map((command, index) => ({
        field: `bots[${bot}].commandLists[${list}].commands[${index}]`,
        command,
      })),
    ),
  );
}

/** `{ parent, key }` of a field that is there. */
export function placeOf(manifest, field) {
  const keys = field.split(/[.[\]]+/);
  const parent = keys.slice(0, -1).reduce((value, key) => value[key], manifest);
  return { parent, key: keys.at(-1) };
}

export function textAt(manifest, field) {
  const { parent, key } = placeOf(manifest, field);
  return parent[key];
}
