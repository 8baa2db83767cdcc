import { Button, mergeClasses } from '@fluentui/react-components';
import {
  CheckmarkCircle20Filled,
  Info16Regular,
  ShieldPerson20Regular,
} from '@fluentui/react-icons';
import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { ApiProblem } from '../../api/client';
import { PROOF_MS } from '../../api/joining';
import type { AgentChoice, Proof as ProofValue } from '../../api/joining';
import { every, now } from '../../browser/browser';
import { Banner } from '../../components/Banner/Banner';
import { Page } from '../../components/Page/Page';
import { Panel } from '../../components/Panel/Panel';
import { TextLink } from '../../components/TextLink/TextLink';
import { tellLinkProblem } from '../../model/link-problem';
import { useTab } from '../../state/tab-context';
import { Countdown } from './Countdown';
import { useStyles } from './Proof.styles';

interface ProofProps {
  readonly proof: ProofValue;
  readonly onLinked: () => void;
  readonly onLeave: () => void;
  /** Rejects as calls do. */
  readonly onProve: (choice: AgentChoice) => Promise<void>;
}

const LOOK_MS = 1_000;
const SHOW_LINKED_MS = 1_500;

/** Two states, one after the other, in the person's own ContactPad. */
export function Proof(props: ProofProps): ReactElement {
  const styles = useStyles();
  const { say, calls, onFailure } = useTab();
  const { proof, leftMs } = useWatched(props.proof);
  const [problem, setProblem] = useState<string | null>(null);
  const isOver = proof.state === 'over' || (proof.state === 'open' && leftMs <= 0);
  const { onLinked } = props;

  useEffect(() => {
    if (proof.state !== 'linked') return;
    return every(SHOW_LINKED_MS, onLinked);
  }, [proof.state, onLinked]);

  const isBusy = useRef(false);
  const run = async (act: () => Promise<void>): Promise<void> => {
    if (isBusy.current) return;
    isBusy.current = true;
    try {
      await act();
    } catch (error) {
      const code = error instanceof ApiProblem ? error.code : 'unexpected';
      if (!onFailure(error)) setProblem(tellLinkProblem(code, say));
    } finally {
      isBusy.current = false;
    }
  };
  const { joining } = calls;
  const again = (): void => void run(() => props.onProve(proof.choice));
  const ask = (): void =>
    void run(async () => {
      await joining.askAdmin(proof.choice);
      props.onLeave();
    });

  return (
    <Page isCentred>
      <Panel className={styles.panel} labelledBy="proof-title">
        <Head proof={proof} leftMs={isOver ? 0 : leftMs} />
        {problem !== null && <Banner intent="error">{problem}</Banner>}
        {isOver && <Banner intent="warning">{say('proof.over')}</Banner>}
        {proof.state === 'failed' && (
          <Banner intent="error">{tellLinkProblem(proof.code ?? 'unexpected', say)}</Banner>
        )}
        <Steps proof={proof} isOver={isOver} />
        {proof.state === 'open' && !isOver && (
          <p className={styles.note}>
            <Info16Regular aria-hidden="true" />
            {say('proof.note')}
          </p>
        )}
        {proof.state === 'linked' ? (
          <Done onLinked={onLinked} />
        ) : (
          <div className={styles.foot}>
            <TextLink onClick={ask}>
              <ShieldPerson20Regular aria-hidden="true" />
              {say('proof.askInstead')}
            </TextLink>
            <span className={styles.acts}>
              {isOver && (
                <Button appearance="primary" onClick={again}>
                  {say('proof.again')}
                </Button>
              )}
              <Button onClick={props.onLeave}>{say('do.cancel')}</Button>
            </span>
          </div>
        )}
      </Panel>
    </Page>
  );
}

/** Nothing is left to be done here; who does not want to wait goes on. */
function Done({ onLinked }: Pick<ProofProps, 'onLinked'>): ReactElement {
  const styles = useStyles();
  const { say } = useTab();
  return (
    <>
      <p className={styles.linked} role="status">
        <CheckmarkCircle20Filled aria-hidden="true" />
        {say('first.linked')}
      </p>
      <div className={styles.foot}>
        <Button appearance="primary" onClick={onLinked}>
          {say('do.home')}
        </Button>
      </div>
    </>
  );
}

/** Looks each second, as long as it is open. */
function useWatched(initial: ProofValue): { proof: ProofValue; leftMs: number } {
  const { calls, onFailure } = useTab();
  const [proof, setProof] = useState(initial);
  const [at, setAt] = useState(now);
  const isOpen = proof.state === 'open';
  const { id } = initial;
  useEffect(() => {
    if (!isOpen) return;
    return every(LOOK_MS, () => {
      setAt(now());
      // A look that failed is followed by the next one.
      calls.joining.readProof(id).then(setProof, (error: unknown) => void onFailure(error));
    });
  }, [calls, id, isOpen, onFailure]);
  return { proof, leftMs: proof.until - (at + proof.offsetMs) };
}

function Head({ proof, leftMs }: { proof: ProofValue; leftMs: number }): ReactElement {
  const styles = useStyles();
  const { say } = useTab();
  return (
    <div className={styles.head}>
      <div className={styles.headText}>
        <p className={styles.small}>{say('proof.small')}</p>
        <h1 className={styles.title} id="proof-title">
          {say('proof.title')}
        </h1>
        <p className={styles.text}>{say('proof.text', { agentId: proof.choice.agentId })}</p>
      </div>
      {proof.state !== 'linked' && <Countdown leftMs={leftMs} wholeMs={PROOF_MS} />}
    </div>
  );
}

function Steps({ proof, isOver }: { proof: ProofValue; isOver: boolean }): ReactElement {
  const styles = useStyles();
  const { seen, states } = proof;
  return (
    <ol className={styles.steps} aria-live="polite">
      {states.map((state, index) => (
        <li
          key={state}
          className={mergeClasses(styles.step, index === seen && !isOver && styles.current)}
          aria-current={index === seen ? 'step' : undefined}
        >
          <StepRow
            state={state}
            number={index + 1}
            isDone={index < seen}
            isCurrent={index === seen && !isOver}
            isOver={isOver}
          />
        </li>
      ))}
    </ol>
  );
}

interface StepRowProps {
  readonly state: string;
  readonly number: number;
  readonly isDone: boolean;
  readonly isCurrent: boolean;
  readonly isOver: boolean;
}

function StepRow({ state, number, isDone, isCurrent, isOver }: StepRowProps): ReactElement {
  const styles = useStyles();
  const { say } = useTab();
  return (
    <>
      <span className={styles.number} aria-hidden="true">
        {number}
      </span>
      <span className={styles.stepText}>
        <span className={styles.strong}>{say('proof.step', { state })}</span>
        {!isDone && !isOver && (
          <span className={styles.more}>
            {say(isCurrent || number === 1 ? 'proof.open' : 'proof.next', { state })}
          </span>
        )}
      </span>
      {isDone && (
        <span className={styles.done}>
          <CheckmarkCircle20Filled aria-hidden="true" />
          {say('proof.done')}
        </span>
      )}
      {isCurrent && (
        <span className={styles.watching}>
          <span className={styles.ring} aria-hidden="true" />
          {say('proof.watching')}
        </span>
      )}
    </>
  );
}
