import { Button } from '@fluentui/react-components';
import { PlugDisconnected24Regular, Warning24Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { ApiProblem } from '../../api/client';
import { copyText, isOnline } from '../../browser/browser';
import { Notice } from '../../components/Notice/Notice';
import { useWords } from '../../state/tab-context';

interface ProblemProps {
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** Something failed as a whole: what, the code for support, and trying again. */
export function Problem({ error, onRetry }: ProblemProps): ReactElement {
  const { say } = useWords();
  const [isCopied, setCopied] = useState(false);
  const code = error instanceof ApiProblem ? error.support : 'unexpected';
  const isFar = error instanceof ApiProblem && error.code === 'unreachable';
  const copy = (): void => void copyText(code).then(setCopied);
  const text = isFar
    ? say(isOnline() ? 'problem.unreachable' : 'problem.offline')
    : say('problem.text', { code });
  return (
    <Notice
      icon={isFar ? <PlugDisconnected24Regular /> : <Warning24Regular />}
      title={say('problem.title')}
      text={text}
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
