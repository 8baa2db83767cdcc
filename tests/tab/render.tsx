/** A page in a document without a browser, spoken to in English, on a clock that is moved by hand. */
import { FluentProvider, teamsLightTheme } from '@fluentui/react-components';
import { act, cleanup, render } from '@testing-library/react';
import type { ReactElement } from 'react';
import type { Calls } from '../../tab/api/calls';
import { TabContext, WordsContext } from '../../tab/state/tab-context';
import type { TabContextValue } from '../../tab/state/tab-context';
import { format, NOON, say } from './situations';

export interface Shown {
  readonly text: () => string;
  /** Languages that were spoken, in order. */
  readonly spoken: (string | null)[];
  readonly went: string[];
}

/** Shows an element as the tab's frame does. */
export async function show(calls: Calls, element: ReactElement): Promise<Shown> {
  const words = { say, format, language: 'en' } as const;
  const spoken: (string | null)[] = [];
  const went: string[] = [];
  const value: TabContextValue = {
    ...words,
    calls,
    theme: 'default',
    tenantId: 'a tenant',
    go: (route) => void went.push(route),
    onFailure: () => false,
    speak: (language) => void spoken.push(language),
  };
  render(
    <FluentProvider theme={teamsLightTheme}>
      <WordsContext.Provider value={words}>
        <TabContext.Provider value={value}>{element}</TabContext.Provider>
      </WordsContext.Provider>
    </FluentProvider>,
  );
  await pass();
  return { text: () => document.body.textContent ?? '', spoken, went };
}

/** Lets time pass, and everything that was under way come to rest. */
export async function pass(ms = 0): Promise<void> {
  await act(async () => {
    await jest.advanceTimersByTimeAsync(ms);
  });
}

export const useHandTime = (): void => {
  beforeEach(() => void jest.useFakeTimers({ now: NOON }));
  afterEach(() => {
    cleanup();
    jest.useRealTimers();
  });
};
