import { Button } from '@fluentui/react-components';
import { PlugDisconnected24Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { openOutside } from '../../browser/browser';
import { Notice } from '../../components/Notice/Notice';
import { useWords } from '../../state/tab-context';

const TEAMS = 'https://teams.microsoft.com';

/** Opened in a browser by itself: what this is and where it lives. */
export function Outside(): ReactElement {
  const { say } = useWords();
  return (
    <Notice
      icon={<PlugDisconnected24Regular />}
      title={say('outside.title')}
      text={say('outside.text')}
      acts={
        <Button appearance="primary" onClick={() => openOutside(TEAMS)}>
          {say('do.openTeams')}
        </Button>
      }
    />
  );
}
