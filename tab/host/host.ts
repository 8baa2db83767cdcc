/** Teams as the tab sees it: who shows it, in which theme and language, and who signs in. */
import { app, authentication } from '@microsoft/teams-js';

export type ThemeName = 'default' | 'dark' | 'contrast';

export interface Host {
  readonly theme: ThemeName;
  readonly locale: string;
  /** Page asked for by a deep link, such as `settings` or `explain/42`; empty: none. */
  readonly page: string;
  /** Entra tenant, as Teams says: a hint to be shown, never a proof. */
  readonly tenantId: string;
  onTheme(listener: (theme: ThemeName) => void): void;
  /** Rejects with a `SignInError`. Silent: nothing is shown to the person. */
  signIn(isSilent: boolean): Promise<string>;
}

/** Why Teams gave no sign-in token. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  readonly needsPerson: boolean;

  constructor(reason: string) {
    super(reason);
    this.needsPerson = /consent|interaction|mfa/i.test(reason);
  }
}

/** In a frame whose parent is no Teams the library alone would wait for a minute. */
const PATIENCE_MS = 5_000;

/**
 * Null: nobody who speaks with us frames this page, so it was opened outside Teams, or it is Teams on a
 * bad line: then `onLate` hears of it.
 */
export async function connectHost(onLate: (host: Host) => void): Promise<Host | null> {
  const answer = greet();
  const host = await inTime(answer).catch(() => null);
  if (!host) answer.then(onLate, () => undefined);
  return host;
}

async function greet(): Promise<Host> {
  await app.initialize();
  const context = await app.getContext();
  app.notifySuccess().catch(() => undefined);
  return toHost(context);
}

function toHost(context: app.Context): Host {
  return {
    theme: readTheme(context.app.theme),
    locale: context.app.locale,
    page: readPage(context.page),
    tenantId: context.user?.tenant?.id ?? '',
    onTheme: (listener) => {
      app.registerOnThemeChangeHandler((theme) => listener(readTheme(theme)));
    },
    signIn: async (isSilent) => {
      try {
        return await authentication.getAuthToken({ silent: isSilent });
      } catch (error) {
        throw new SignInError(error instanceof Error ? error.message : String(error));
      }
    },
  };
}

/** A deep link names the tab and, below it, the page; an own tab entry may be a page itself. */
function readPage({ id, subPageId }: app.PageInfo): string {
  if (subPageId) return subPageId;
  return id === 'home' || id === undefined ? '' : id;
}

function readTheme(theme: string): ThemeName {
  if (theme === 'contrast') return 'contrast';
  return theme === 'dark' || theme === 'glass' ? 'dark' : 'default';
}

function inTime<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('Nobody answered.')), PATIENCE_MS);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
