import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { Account, AgentChoice } from '../../api/joining';
import { useTab } from '../../state/tab-context';

const useStyles = makeStyles({
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
  },
  text: { margin: '4px 0 20px', color: tokens.colorNeutralForeground2 },
  field: { display: 'flex', flexDirection: 'column', gap: '4px', marginBottom: '16px' },
  input: {
    minHeight: '40px',
    boxSizing: 'border-box',
    width: '100%',
    padding: '0 12px',
    border: `1px solid ${tokens.colorNeutralStrokeAccessible}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    font: 'inherit',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
  acts: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
});

interface ChooseAgentProps {
  readonly accounts: readonly Account[];
  /** What the button says. */
  readonly act: string;
  readonly isBusy: boolean;
  readonly onChoose: (choice: AgentChoice) => void;
  readonly onCancel: () => void;
}

/** Nobody's mail address tells which agent it is: the person does, and proves it. */
export function ChooseAgent(props: ChooseAgentProps): ReactElement {
  const { accounts, act, isBusy, onChoose, onCancel } = props;
  const styles = useStyles();
  const { say } = useTab();
  const [connectionId, setConnection] = useState(accounts[0]?.connectionId ?? '');
  const [agentId, setAgentId] = useState('');
  const submit = (): void => {
    if (agentId.trim() !== '' && !isBusy) onChoose({ connectionId, agentId: agentId.trim() });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h2 className={styles.title}>{say('proof.agentTitle')}</h2>
      <p className={styles.text}>{say('proof.agentText')}</p>
      {accounts.length > 1 && (
        <label className={styles.field}>
          {say('proof.account')}
          <select
            className={styles.input}
            value={connectionId}
            onChange={(event) => setConnection(event.target.value)}
          >
            {accounts.map((one) => (
              <option key={one.connectionId} value={one.connectionId}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className={styles.field}>
        {say('proof.agentId')}
        <input
          className={styles.input}
          value={agentId}
          maxLength={100}
          autoComplete="off"
          // The person has just asked for this form.
          autoFocus
          onChange={(event) => setAgentId(event.target.value)}
        />
      </label>
      <div className={styles.acts}>
        <Button appearance="primary" type="submit" disabledFocusable={isBusy}>
          {act}
        </Button>
        <Button onClick={onCancel}>{say('do.cancel')}</Button>
      </div>
    </form>
  );
}
