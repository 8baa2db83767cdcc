/** What every page has at hand. */
import { createContext, useContext } from 'react';
import type { Calls } from '../api/calls';
import type { ThemeName } from '../host/host';
import type { Format } from '../words/format';
import type { Language, Say } from '../words/words';

export interface Words {
  readonly say: Say;
  readonly format: Format;
  readonly language: Language;
}

export interface TabContextValue extends Words {
  readonly calls: Calls;
  readonly theme: ThemeName;
  readonly tenantId: string;
  /** Opens a page. */
  go(route: string): void;
  /** For failures of calls: an ended sign-in takes over the whole page. True: it was one. */
  onFailure(error: unknown): boolean;
  /** Another language for as long as the tab is open; null: the one of Teams. */
  speak(language: Language | null): void;
}

export const TabContext = createContext<TabContextValue | null>(null);
export const WordsContext = createContext<Words | null>(null);

export function useTab(): TabContextValue {
  const value = useContext(TabContext);
  if (!value) throw new Error('A page stands outside of TabContext.');
  return value;
}

export function useWords(): Words {
  const value = useContext(WordsContext);
  if (!value) throw new Error('A component stands outside of WordsContext.');
  return value;
}
