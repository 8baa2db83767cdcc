import { Button } from '@fluentui/react-components';
import { PlugDisconnected24Regular, Warning24Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { copyText, isOnline } from '../../browser/browser';
import { Notice } from '../../components/Notice/Notice';
import { isUnanswered, supportCode, tellFailure } from '../../model/failure';
import { useWords } from '../../state/tab-context';

interface ProblemProps {
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** Something failed as a whole: what, the code for support, and trying again. */
export function Problem({ error, onRetry }: ProblemProps): ReactElement {
  const { say } = useWords();
  const [isCopied, setCopied] = useState(false);
  const isFar = isUnanswered(error);
  const copy = (): void => void copyText(supportCode(error)).then(setCopied);
  return (
    <Notice
      icon={isFar ? <PlugDisconnected24Regular /> : <Warning24Regular />}
      title={say('problem.title')}
      text={tellFailure(error, say, isOnline())}
      isAlert
      acts={
        <>
          <Button appearance="primary" onClick={onRetry}>
            {say('do.retry')}
          </Button>
          {!isFar && <Button onClick={copy}>{say(isCopied ? 'do.copied' : 'do.copy')}</Button>}
        </>
      }
    />
  );
}
