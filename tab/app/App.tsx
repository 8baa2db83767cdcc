import {
  FluentProvider,
  makeStyles,
  mergeClasses,
  teamsDarkTheme,
  teamsHighContrastTheme,
  teamsLightTheme,
  tokens,
} from '@fluentui/react-components';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { browserLanguage, goTo } from '../browser/browser';
import { Guard } from '../components/Guard/Guard';
import { createPart } from '../components/Part/Part';
import type { ThemeName } from '../host/host';
import { Linked } from '../pages/Linked';
import { Outside } from '../pages/Outside/Outside';
import { Problem } from '../pages/Problem/Problem';
import { SignIn } from '../pages/SignIn';
import { TabContext, WordsContext } from '../state/tab-context';
import type { TabContextValue, Words } from '../state/tab-context';
import { useRoute } from '../state/use-route';
import { useSession } from '../state/use-session';
import type { SessionControl } from '../state/use-session';
import { useLanguage } from '../state/use-words';
import type { Language } from '../words/words';
import { HomeBones, Waiting } from '../pages/Home/HomeBones';

/** Seen once, and by nobody who is linked. */
const FirstRun = createPart(
  async () => (await import('../pages/FirstRun/FirstRun')).FirstRun,
  Waiting,
);

const THEMES = {
  default: teamsLightTheme,
  dark: teamsDarkTheme,
  contrast: teamsHighContrastTheme,
} as const satisfies Record<ThemeName, unknown>;

const useStyles = makeStyles({
  // What the browser draws itself, such as radio buttons and scroll bars.
  dark: { colorScheme: 'dark' },
  frame: {
    minHeight: '100%',
    display: 'flex',
    flexDirection: 'column',
    backgroundColor: tokens.colorNeutralBackground3,
  },
});

/** The tab: theme and language of the host, and the page that fits where the person stands. */
export function App(): ReactElement {
  const control = useSession();
  const { host, session } = control;
  const styles = useStyles();
  const theme = useTheme(control);
  const [chosen, setChosen] = useState<Language | null>(null);
  const locale = session.kind === 'outside' ? browserLanguage() : (host?.locale ?? null);
  const words = useLanguage(locale, chosen);
  useEffect(() => {
    if (session.kind === 'ready') setChosen(session.preferences.value.language);
  }, [session]);
  return (
    <FluentProvider
      theme={THEMES[theme]}
      className={mergeClasses(styles.frame, theme !== 'default' && styles.dark)}
    >
      {words && (
        <WordsContext.Provider value={words}>
          <Guard onRetry={control.reload}>
            <Stage control={control} words={words} theme={theme} speak={setChosen} />
          </Guard>
        </WordsContext.Provider>
      )}
    </FluentProvider>
  );
}

function useTheme({ host }: SessionControl): ThemeName {
  const [theme, setTheme] = useState<ThemeName>('default');
  useEffect(() => {
    if (!host) return;
    setTheme(host.theme);
    host.onTheme(setTheme);
  }, [host]);
  return theme;
}

interface StageProps {
  readonly control: SessionControl;
  readonly words: Words;
  readonly theme: ThemeName;
  readonly speak: (language: Language | null) => void;
}

function Stage(props: StageProps): ReactElement {
  const { control } = props;
  const { session, signIn, reload } = control;
  switch (session.kind) {
    case 'connecting':
      return <HomeBones problem={null} onRetry={reload} />;
    case 'outside':
      return <Outside />;
    case 'sign-in':
      return <SignIn why={session.why} onSignIn={signIn} />;
    case 'problem':
      return <Problem error={session.error} onRetry={reload} />;
    case 'ready':
      return (
        <InTab {...props} calls={session.calls}>
          {session.link ? (
            <Linked
              key={session.link.id}
              link={session.link}
              onGone={reload}
              preferences={session.preferences}
            />
          ) : (
            <FirstRun onLinked={reload} />
          )}
        </InTab>
      );
  }
}

interface InTabProps extends StageProps {
  readonly calls: TabContextValue['calls'];
  readonly children: ReactNode;
}

function InTab({ control, words, theme, speak, calls, children }: InTabProps): ReactElement {
  const { host, onFailure } = control;
  useRoute(host?.page ?? null);
  const go = useCallback((route: string) => goTo(route), []);
  const tenantId = host?.tenantId ?? '';
  const value = useMemo(
    () => ({ ...words, calls, theme, tenantId, go, onFailure, speak }),
    [words, calls, theme, tenantId, go, onFailure, speak],
  );
  return <TabContext.Provider value={value}>{children}</TabContext.Provider>;
}
