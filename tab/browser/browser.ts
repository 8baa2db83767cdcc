/** What pages need of the browser, so that they need not know it. */

export const now = (): number => Date.now();

/** Calls back after a while; the answer cancels. */
export function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

/** Calls back again and again; the answer ends it. */
export function every(ms: number, run: () => void): () => void {
  const timer = setInterval(run, ms);
  return () => clearInterval(timer);
}

export const isOnline = (): boolean => navigator.onLine;

/** The network comes or goes, or the page comes back from behind, where a browser lets it sleep. */
export function onConnection(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  document.addEventListener('visibilitychange', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
    document.removeEventListener('visibilitychange', listener);
  };
}

/** The page in the address: `#/explain/42` is `explain/42`. */
export const readRoute = (): string => location.hash.replace(/^#\/?/, '');

export function goTo(route: string): void {
  location.hash = `#/${route}`;
}

export function onRoute(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** Saves a text as a file of the person's own. */
export function saveFile(name: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** False where the browser does not let us. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyTheOldWay(text);
  }
}

/** Within a frame that was not granted the clipboard. */
function copyTheOldWay(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  return isCopied;
}

export function setDocumentLanguage(language: string, title: string): void {
  document.documentElement.lang = language;
  document.title = title;
}

/** Asks for the page anew, as it is built now. */
export const reloadPage = (): void => location.reload();

export function openOutside(address: string): void {
  window.open(address, '_blank', 'noopener');
}

/** Moves the focus there once the page is drawn. */
export function focusOn(id: string): void {
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}

export const isFocusLost = (): boolean => document.activeElement === document.body;

/** On the first thing in it that can be pressed, else on the whole. */
export function focusWithin(place: HTMLElement): void {
  (place.querySelector<HTMLElement>('button, a[href]') ?? place).focus();
}

/** Gives the focus back later to what has it now, if that is still there. */
export function keepFocus(): () => void {
  const holder = document.activeElement;
  return () => {
    if (holder instanceof HTMLElement && holder.isConnected) holder.focus();
  };
}

export const browserLanguage = (): string => navigator.language;
