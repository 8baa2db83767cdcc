import { Avatar, Button, mergeClasses } from '@fluentui/react-components';
import {
  ChatHelp20Regular,
  ChevronRight16Regular,
  Headset20Regular,
  PersonAvailable20Regular,
  ShieldCheckmark20Regular,
  ShieldPerson20Regular,
} from '@fluentui/react-icons';
import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { ApiProblem } from '../../api/client';
import type { Account, AgentChoice, Linking, LinkRequest } from '../../api/joining';
import { Banner } from '../../components/Banner/Banner';
import { Page } from '../../components/Page/Page';
import { Panel } from '../../components/Panel/Panel';
import { TextLink } from '../../components/TextLink/TextLink';
import { useTab } from '../../state/tab-context';
import { tellLinkProblem } from '../../model/link-problem';
import { ChooseAgent } from './ChooseAgent';
import { Picture } from './Picture';
import { useStyles } from './Welcome.styles';

interface WelcomeProps {
  readonly linking: Linking;
  readonly onLinked: () => void;
  /** Rejects as calls do. */
  readonly onProve: (choice: AgentChoice) => Promise<void>;
  readonly onChanged: () => void;
}

/** Worth, privacy and linking in one screen. */
export function Welcome(props: WelcomeProps): ReactElement {
  const styles = useStyles();
  const { say } = useTab();
  return (
    <Page isCentred>
      <Panel className={styles.panel} labelledBy="welcome-title">
        <div className={styles.worth}>
          <Picture />
          <h1 className={styles.title} id="welcome-title">
            {say('welcome.title')}
          </h1>
          <p className={styles.text}>{say('welcome.text')}</p>
          <ul className={styles.promises}>
            <Promised icon={<PersonAvailable20Regular />} name="charge" />
            <Promised icon={<ChatHelp20Regular />} name="why" />
            <Promised icon={<ShieldCheckmark20Regular />} name="little" />
          </ul>
        </div>
        <Ways {...props} />
      </Panel>
    </Page>
  );
}

interface PromisedProps {
  readonly icon: ReactNode;
  readonly name: 'charge' | 'why' | 'little';
}

const PROMISES = {
  charge: ['welcome.charge', 'welcome.charge.more'],
  why: ['welcome.why', 'welcome.why.more'],
  little: ['welcome.little', 'welcome.little.more'],
} as const;

function Promised({ icon, name }: PromisedProps): ReactElement {
  const styles = useStyles();
  const { say } = useTab();
  const [title, more] = PROMISES[name];
  return (
    <li className={styles.promise}>
      <span className={styles.promiseIcon} aria-hidden="true">
        {icon}
      </span>
      <span>
        <span className={styles.strong}>{say(title)}</span>
        <span className={styles.more}>{say(more)}</span>
      </span>
    </li>
  );
}

/** What the number of the agent is asked for. */
type Purpose = 'prove' | 'ask';

function Ways({ linking, onLinked, onProve, onChanged }: WelcomeProps): ReactElement {
  const styles = useStyles();
  const { say, calls } = useTab();
  const [purpose, setPurpose] = useState<Purpose | null>(null);
  const { isBusy, problem, run } = useAct();
  const { joining } = calls;
  const { accounts, request } = linking;
  const account = accounts.find(({ agent }) => agent !== null);
  const own = account?.agent && {
    connectionId: account.connectionId,
    agentId: account.agent.agentId,
  };

  const act = (what: Purpose, choice: AgentChoice): void =>
    run(async () => {
      if (what === 'prove') return onProve(choice);
      await joining.askAdmin(choice);
      setPurpose(null);
      onChanged();
    });
  const begin = (what: Purpose): void => (own ? act(what, own) : setPurpose(what));

  return (
    <div className={styles.ways}>
      {problem !== null && <Banner intent="error">{problem}</Banner>}
      {purpose !== null ? (
        <ChooseAgent
          accounts={accounts}
          act={say(purpose === 'prove' ? 'proof.start' : 'link.ask')}
          isBusy={isBusy}
          onChoose={(choice) => act(purpose, choice)}
          onCancel={() => setPurpose(null)}
        />
      ) : (
        <>
          <Match
            accounts={accounts}
            account={account}
            isBusy={isBusy}
            onLink={(connectionId) =>
              run(async () => {
                await joining.linkMyself(connectionId);
                onLinked();
              })
            }
          />
          <Asked
            linking={linking}
            onWithdraw={(asked) =>
              run(async () => {
                await joining.withdraw(asked);
                onChanged();
              })
            }
          />
          <ul className={styles.list}>
            <Way
              icon={<Headset20Regular />}
              title={say('link.prove')}
              more={say('link.prove.more')}
              isFirst={!own}
              onClick={() => begin('prove')}
            />
            {request?.state !== 'waiting' && (
              <Way
                icon={<ShieldPerson20Regular />}
                title={say('link.ask')}
                more={say('link.ask.more')}
                onClick={() => begin('ask')}
              />
            )}
          </ul>
        </>
      )}
    </div>
  );
}

/** One thing at a time, and what went wrong with it. */
function useAct(): {
  isBusy: boolean;
  problem: string | null;
  run: (act: () => Promise<void>) => void;
} {
  const { say, onFailure } = useTab();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = (act: () => Promise<void>): void => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    act()
      .catch((error: unknown) => {
        const code = error instanceof ApiProblem ? error.code : 'unexpected';
        if (!onFailure(error)) setProblem(tellLinkProblem(code, say));
      })
      .finally(() => setBusy(false));
  };
  return { isBusy, problem, run };
}

interface MatchProps {
  readonly accounts: readonly Account[];
  readonly account: Account | undefined;
  readonly isBusy: boolean;
  readonly onLink: (connectionId: string) => void;
}

/** The agent with the person's address; else why there is none. */
function Match({ accounts, account, isBusy, onLink }: MatchProps): ReactElement {
  const styles = useStyles();
  const { say } = useTab();
  const agent = account?.agent;
  if (!agent) {
    return (
      <>
        <h2 className={styles.question}>{say('link.other')}</h2>
        <p className={styles.small}>{tellLinkProblem(accounts[0]?.code ?? 'no-own-agent', say)}</p>
      </>
    );
  }
  const { agentId, name } = agent;
  return (
    <>
      <h2 className={styles.question}>{say('link.isThisYou')}</h2>
      <p className={styles.small}>{say('link.oneMatch')}</p>
      <div className={styles.card}>
        <Avatar size={48} color="colorful" name={name} aria-hidden="true" />
        <span className={styles.person}>
          <span className={styles.strong}>{name}</span>
          <span className={styles.more}>
            {say('link.agent', { agentId, account: account.name })}
          </span>
        </span>
      </div>
      <Button
        appearance="primary"
        size="large"
        className={styles.link}
        disabledFocusable={isBusy}
        onClick={() => onLink(account.connectionId)}
      >
        {say('link.as', { name })}
      </Button>
      <p className={mergeClasses(styles.small, styles.middle)}>{say('link.nothingYet')}</p>
      <p className={styles.notYou}>{say('link.notYou')}</p>
    </>
  );
}

interface AskedProps {
  readonly linking: Linking;
  readonly onWithdraw: (request: LinkRequest) => void;
}

/** A request that waits, or was refused. */
function Asked({ linking, onWithdraw }: AskedProps): ReactElement | null {
  const styles = useStyles();
  const { say, format } = useTab();
  const { request } = linking;
  if (!request) return null;
  const time = format.time(request.at);
  return (
    <div className={styles.asked} role="status">
      {request.state === 'waiting' ? (
        <>
          <span className={styles.strong}>{say('link.askedTitle')}</span>
          <span className={styles.more}>{say('link.asked')}</span>
          <span className={styles.more}>
            {say('link.asked.at', { day: format.date(request.at), time })}
          </span>
          <TextLink onClick={() => onWithdraw(request)}>{say('link.withdraw')}</TextLink>
        </>
      ) : (
        <span>{say('link.refused')}</span>
      )}
    </div>
  );
}

interface WayProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly more: string;
  readonly isFirst?: boolean;
  readonly onClick: () => void;
}

function Way({ icon, title, more, isFirst, onClick }: WayProps): ReactElement {
  const styles = useStyles();
  return (
    <li>
      <button
        type="button"
        className={mergeClasses(styles.way, isFirst && styles.firstWay)}
        onClick={onClick}
      >
        <span className={styles.wayIcon} aria-hidden="true">
          {icon}
        </span>
        <span className={styles.wayText}>
          <span className={styles.strong}>{title}</span>
          <span className={styles.more}>{more}</span>
        </span>
        <ChevronRight16Regular aria-hidden="true" />
      </button>
    </li>
  );
}
