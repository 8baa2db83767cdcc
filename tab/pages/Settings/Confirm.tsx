import { Button } from '@fluentui/react-components';
import { useEffect } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { focusOn, keepFocus } from '../../browser/browser';
import { useWords } from '../../state/tab-context';
import { useStyles } from './Settings.styles';

interface ConfirmProps {
  readonly question: string;
  readonly text: string;
  readonly act: string;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** A question in its place, where something goes that cannot be had back by a click. */
export function Confirm(props: ConfirmProps): ReactElement {
  const { question, text, act, onConfirm, onCancel } = props;
  const styles = useStyles();
  const { say } = useWords();
  useEffect(() => {
    const giveBack = keepFocus();
    focusOn('confirm-cancel');
    return giveBack;
  }, []);
  const leave = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') onCancel();
  };
  return (
    <div
      role="alertdialog"
      aria-labelledby="confirm-question"
      aria-describedby="confirm-text"
      className={styles.confirm}
      onKeyDown={leave}
    >
      <p className={styles.strong} id="confirm-question">
        {question}
      </p>
      <p className={styles.more} id="confirm-text">
        {text}
      </p>
      <div className={styles.acts}>
        <Button onClick={onCancel} id="confirm-cancel">
          {say('do.cancel')}
        </Button>
        <Button appearance="primary" onClick={onConfirm}>
          {act}
        </Button>
      </div>
    </div>
  );
}
