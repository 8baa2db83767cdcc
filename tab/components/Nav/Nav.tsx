import { mergeClasses } from '@fluentui/react-components';
import {
  BookContacts20Regular,
  Home20Filled,
  Home20Regular,
  Settings20Filled,
  Settings20Regular,
  ShieldPerson20Regular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { PageName } from '../../pages/routes';
import { useWords } from '../../state/tab-context';
import type { LiveState } from '../../api/live';
import type { WordKey } from '../../words/en';
import { useStyles } from './Nav.styles';

interface NavProps {
  readonly pages: readonly PageName[];
  readonly current: PageName;
  readonly live: LiveState | 'off' | null;
}

const ENTRIES = {
  home: { word: 'nav.home', Icon: Home20Regular, Chosen: Home20Filled },
  'address-book': {
    word: 'nav.addressBook',
    Icon: BookContacts20Regular,
    Chosen: BookContacts20Regular,
  },
  settings: { word: 'nav.settings', Icon: Settings20Regular, Chosen: Settings20Filled },
  admin: { word: 'nav.admin', Icon: ShieldPerson20Regular, Chosen: ShieldPerson20Regular },
} as const;

const LIVE: Readonly<Record<LiveState | 'off', WordKey>> = {
  live: 'live.on',
  polling: 'live.polling',
  off: 'live.off',
};

/** The strip of pages. Teams shows name and logo above it. */
export function Nav({ pages, current, live }: NavProps): ReactElement {
  const styles = useStyles();
  const { say } = useWords();
  return (
    <header className={styles.strip}>
      <nav className={styles.pages} aria-label={say('nav.label')}>
        {pages.map((page) => {
          const { word, Icon, Chosen } = ENTRIES[page];
          const isCurrent = page === current;
          const Sign = isCurrent ? Chosen : Icon;
          return (
            <a
              key={page}
              href={`#/${page}`}
              className={mergeClasses(styles.entry, isCurrent && styles.current)}
              aria-current={isCurrent ? 'page' : undefined}
            >
              <Sign className={styles.icon} aria-hidden="true" />
              {say(word)}
            </a>
          );
        })}
      </nav>
      {live && (
        <span className={styles.live}>
          <span
            className={mergeClasses(styles.dot, live === 'live' && styles.dotLive)}
            aria-hidden="true"
          />
          {say(LIVE[live])}
        </span>
      )}
    </header>
  );
}
