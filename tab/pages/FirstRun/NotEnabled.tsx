import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ShieldPerson20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { copyText } from '../../browser/browser';
import { Notice } from '../../components/Notice/Notice';
import { useTab } from '../../state/tab-context';

const useStyles = makeStyles({
  head: {
    margin: '0 0 4px',
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
  message: {
    margin: 0,
    padding: '12px 16px',
    borderRadius: '8px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    overflowWrap: 'anywhere',
  },
});

/** The organisation has no account connected: what to send to whom. */
export function NotEnabled(): ReactElement {
  const styles = useStyles();
  const { say, tenantId } = useTab();
  const [isCopied, setCopied] = useState(false);
  const message = say('notEnabled.message', { tenant: tenantId });
  return (
    <Notice
      icon={<ShieldPerson20Regular />}
      title={say('notEnabled.title')}
      text={say('notEnabled.text')}
      acts={
        <Button appearance="primary" onClick={() => void copyText(message).then(setCopied)}>
          {say(isCopied ? 'do.copied' : 'do.copyMessage')}
        </Button>
      }
    >
      <h2 className={styles.head}>{say('notEnabled.what')}</h2>
      <p className={styles.message}>{message}</p>
    </Notice>
  );
}
