import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { isOnline, saveFile } from '../../browser/browser';
import { Banner } from '../../components/Banner/Banner';
import { Page } from '../../components/Page/Page';
import { Panel } from '../../components/Panel/Panel';
import { tellFailure } from '../../model/failure';
import { useTab } from '../../state/tab-context';
import type { LiveLink } from '../../state/use-link';
import type { ChosenPreferences } from '../../state/use-preferences';
import { Troubles } from '../Home/Troubles';
import { LANGUAGES } from '../../words/words';
import type { Language } from '../../words/words';
import { Confirm } from './Confirm';
import { useStyles } from './Settings.styles';

interface SettingsProps {
  readonly live: LiveLink;
  readonly preferences: ChosenPreferences;
}

/** What the bot posts, the language, the person's data, and the way out. */
export function Settings(props: SettingsProps): ReactElement {
  const styles = useStyles();
  const { say } = useTab();
  return (
    <Page>
      <Troubles live={props.live} />
      <h1 className={styles.title}>{say('settings.title')}</h1>
      <div className={styles.parts}>
        <Choices {...props} />
        <OwnData {...props} />
        <OwnLink {...props} />
      </div>
    </Page>
  );
}

/** Runs something that can fail, and says so beside it. */
function useAct(): { problem: string | null; run: (act: () => Promise<void>) => void } {
  const { say, onFailure } = useTab();
  const [problem, setProblem] = useState<string | null>(null);
  const run = (act: () => Promise<void>): void => {
    setProblem(null);
    act().catch((error: unknown) => {
      if (!onFailure(error)) setProblem(tellFailure(error, say, isOnline()));
    });
  };
  return { problem, run };
}

const POSTS = [
  ['nothing', 'settings.posts.nothing', 'settings.posts.nothing.more'],
  ['problems', 'settings.posts.problems', 'settings.posts.problems.more'],
  ['changes', 'settings.posts.changes', 'settings.posts.changes.more'],
] as const;

const OWN_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ja: '日本語',
};

function Choices({ preferences }: SettingsProps): ReactElement {
  const styles = useStyles();
  const { say } = useTab();
  const { problem, run } = useAct();
  const [end, setEnd] = useState<'none' | 'saved' | 'meanwhile'>('none');
  const { value, change } = preferences;
  const save = (part: Parameters<typeof change>[0]): void => {
    setEnd('none');
    run(async () => setEnd((await change(part)) ? 'saved' : 'meanwhile'));
  };
  return (
    <Panel className={styles.panel}>
      {problem !== null && <Banner intent="error">{problem}</Banner>}
      {end === 'meanwhile' && <Banner intent="warning">{say('settings.meanwhile')}</Banner>}
      <fieldset className={styles.choices}>
        <legend className={styles.heading}>{say('settings.posts')}</legend>
        {POSTS.map(([posts, word, more]) => (
          <label key={posts} className={styles.choice}>
            <input
              type="radio"
              name="posts"
              className={styles.radio}
              checked={value.posts === posts}
              onChange={() => save({ posts })}
            />
            <span>
              <span className={styles.strong}>{say(word)}</span>
              <span className={styles.more}>{say(more)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <label className={styles.language}>
        <span className={styles.heading}>{say('settings.language')}</span>
        <span className={styles.more}>{say('settings.language.more')}</span>
        <select
          className={styles.select}
          value={value.language ?? ''}
          onChange={({ target }) => {
            const language = LANGUAGES.find((one) => one === target.value) ?? null;
            save({ language });
          }}
        >
          <option value="">{say('settings.language.auto')}</option>
          {LANGUAGES.map((language) => (
            <option key={language} value={language} lang={language}>
              {OWN_NAMES[language]}
            </option>
          ))}
        </select>
      </label>
      <p className={styles.saved} role="status">
        {end === 'saved' && say('settings.saved')}
      </p>
    </Panel>
  );
}

function OwnData({ live }: SettingsProps): ReactElement {
  const styles = useStyles();
  const { say, calls } = useTab();
  const { problem, run } = useAct();
  const [isExported, setExported] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const exportData = (): void =>
    run(async () => {
      saveFile('presence-link.json', await calls.joining.exportData());
      setExported(true);
    });
  const deleteData = (): void =>
    run(async () => {
      setAsking(false);
      await calls.joining.deleteData();
      setExported(false);
      // Gone already, or about to go: the link tells.
      live.leave();
    });
  return (
    <Panel className={styles.panel} labelledBy="data-title">
      <h2 className={styles.heading} id="data-title">
        {say('settings.data')}
      </h2>
      <p className={styles.more}>{say('settings.data.more')}</p>
      {problem !== null && <Banner intent="error">{problem}</Banner>}
      <div className={styles.acts}>
        <Button onClick={exportData}>{say('settings.export')}</Button>
        <Button onClick={() => setAsking(true)}>{say('settings.delete')}</Button>
      </div>
      <p className={styles.saved} role="status">
        {isExported && say('settings.exported')}
      </p>
      {isAsking && (
        <Confirm
          question={say('settings.delete.ask')}
          text={say('settings.delete.text')}
          act={say('settings.delete')}
          onConfirm={deleteData}
          onCancel={() => setAsking(false)}
        />
      )}
    </Panel>
  );
}

function OwnLink({ live }: SettingsProps): ReactElement {
  const styles = useStyles();
  const { say, format, calls } = useTab();
  const { problem, run } = useAct();
  const [isAsking, setAsking] = useState(false);
  const { link } = live;
  const agent = `${link.agent.name} (${link.agent.agentId})`;
  const unlink = (): void =>
    run(async () => {
      setAsking(false);
      await calls.unlink(link.id);
      live.leave();
    });
  return (
    <Panel className={styles.panel} labelledBy="link-title">
      <h2 className={styles.heading} id="link-title">
        {say('settings.link')}
      </h2>
      <p className={styles.more}>
        {say('settings.link.more', { agent, date: format.date(link.createdAt) })}
      </p>
      {problem !== null && <Banner intent="error">{problem}</Banner>}
      {live.isLeaving ? (
        <p className={styles.saved} role="status">
          {say('say.unlinking')}
        </p>
      ) : (
        <div className={styles.acts}>
          <Button onClick={() => setAsking(true)}>{say('settings.unlink')}</Button>
        </div>
      )}
      {isAsking && (
        <Confirm
          question={say('settings.unlink.ask', { agent: link.agent.name })}
          text={say('settings.unlink.text')}
          act={say('settings.unlink')}
          onConfirm={unlink}
          onCancel={() => setAsking(false)}
        />
      )}
    </Panel>
  );
}
