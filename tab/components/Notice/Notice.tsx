import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';
import { Page } from '../Page/Page';
import { Panel } from '../Panel/Panel';

const useStyles = makeStyles({
  panel: {
    width: '100%',
    maxWidth: '560px',
    padding: '32px',
    '@media (max-width: 639px)': { padding: '20px' },
  },
  icon: { color: tokens.colorNeutralForeground3, marginBottom: '12px', display: 'block' },
  title: {
    margin: '0 0 8px',
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
  },
  text: { margin: '0 0 16px', color: tokens.colorNeutralForeground2 },
  acts: { display: 'flex', flexWrap: 'wrap', gap: '8px', marginTop: '16px' },
});

interface NoticeProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
  /** What leads on: no page is a dead end. */
  readonly acts?: ReactNode;
  readonly isAlert?: boolean;
}

/** A whole page that says one thing and what can be done about it. */
export function Notice({ icon, title, text, children, acts, isAlert }: NoticeProps): ReactElement {
  const styles = useStyles();
  return (
    <Page isCentred>
      <Panel className={styles.panel}>
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
        <div role={isAlert ? 'alert' : undefined}>
          <h1 className={styles.title}>{title}</h1>
          {text && <p className={styles.text}>{text}</p>}
        </div>
        {children}
        {acts && <div className={styles.acts}>{acts}</div>}
      </Panel>
    </Page>
  );
}
