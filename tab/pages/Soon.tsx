import { Button } from '@fluentui/react-components';
import { Info24Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { Notice } from '../components/Notice/Notice';
import { useTab } from '../state/tab-context';

/** An address that leads nowhere, or nowhere yet. */
export function Soon({ isKnown }: { readonly isKnown: boolean }): ReactElement {
  const { say, go } = useTab();
  return (
    <Notice
      icon={<Info24Regular />}
      title={say(isKnown ? 'soon.title' : 'page.unknown')}
      {...(isKnown && { text: say('soon.text') })}
      acts={
        <Button appearance="primary" onClick={() => go('home')}>
          {say('do.home')}
        </Button>
      }
    />
  );
}
