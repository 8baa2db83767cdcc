import { Button } from '@fluentui/react-components';
import { ShieldCheckmark24Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { Notice } from '../components/Notice/Notice';
import { useWords } from '../state/tab-context';

const WORDS = {
  consent: 'signIn.consent',
  ended: 'signIn.ended',
  failed: 'signIn.failed',
} as const;

interface SignInProps {
  readonly why: keyof typeof WORDS;
  readonly onSignIn: () => void;
}

/** Teams could not sign in silently. */
export function SignIn({ why, onSignIn }: SignInProps): ReactElement {
  const { say } = useWords();
  return (
    <Notice
      icon={<ShieldCheckmark24Regular />}
      title={say('signIn.title')}
      text={say(WORDS[why])}
      acts={
        <Button appearance="primary" onClick={onSignIn}>
          {say('do.signIn')}
        </Button>
      }
    />
  );
}
