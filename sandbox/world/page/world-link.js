/** Opens the stream of one person; `hear` has a function per event name, and `lost(isLost)`. */
export function openWorld(personKey, hear) {
  const query = personKey ? `?person=${encodeURIComponent(personKey)}` : '';
  const source = new EventSource(`/world/events${query}`);
  for (const name of ['clock', 'state', 'figures', 'engine', 'records']) {
    source.addEventListener(name, (event) => hear[name](JSON.parse(event.data)));
  }
  source.addEventListener('open', () => hear.lost(false));
  source.addEventListener('error', () => hear.lost(true));
  return () => source.close();
}

/** Orders an action; the answer is a sentence when it was refused, else undefined. */
export async function act(action) {
  try {
    const response = await fetch('/world/actions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(action),
    });
    if (response.ok) return undefined;
    const { error } = await response.json();
    return error ?? `The sandbox answered ${response.status}.`;
  } catch {
    return 'The sandbox does not answer. Is it still running?';
  }
}
