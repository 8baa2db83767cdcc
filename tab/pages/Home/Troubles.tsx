import { useEffect, useState } from 'react';
import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { isOnline, now, onConnection } from '../../browser/browser';
import { Banner } from '../../components/Banner/Banner';
import { useTab } from '../../state/tab-context';
import type { LiveLink } from '../../state/use-link';
import type { WordKey } from '../../words/en';

const WORDS: Readonly<Record<string, WordKey>> = {
  'vcc-trouble': 'trouble.vcc',
  'teams-trouble': 'trouble.teams',
  'agent-archived': 'trouble.agent-archived',
  'no-licence': 'trouble.no-licence',
  'consent-lost': 'trouble.consent-lost',
  'app-refused': 'trouble.app-refused',
  'vcc-credentials': 'trouble.vcc-credentials',
  'vcc-scope': 'trouble.vcc-scope',
  'person-gone': 'trouble.person-gone',
};

const SILENT = { vcc: 'trouble.vcc', teams: 'trouble.teams' } as const;

interface TroublesProps {
  readonly live: LiveLink;
}

/** Which side has trouble and since when; ours first, since then nothing below is fresh. */
export function Troubles({ live }: TroublesProps): ReactElement {
  const { say, format } = useTab();
  const isConnected = useConnected();
  const { details, readAt } = live;
  const time = readAt === null ? null : format.moment(readAt, now() + live.offsetMs);
  return (
    <>
      {!isConnected && (
        <Banner intent="offline">
          {time === null ? say('problem.offline') : say('trouble.offline', { time })}
        </Banner>
      )}
      {isConnected && live.problem !== null && (
        <Banner
          intent="error"
          action={
            <Button size="small" onClick={live.retry}>
              {say('do.retry')}
            </Button>
          }
        >
          {time === null ? say('problem.unreachable') : say('trouble.old', { time })}
        </Banner>
      )}
      {details?.troubles.map(({ side, code, since }) => (
        <Banner key={side} intent={code.endsWith('-trouble') ? 'warning' : 'error'}>
          {say(WORDS[code] ?? SILENT[side], { time: format.moment(since, details.now) })}
        </Banner>
      ))}
    </>
  );
}

function useConnected(): boolean {
  const [isConnected, setConnected] = useState(isOnline);
  useEffect(() => onConnection(() => setConnected(isOnline())), []);
  return isConnected;
}
