import type { ServerResponse } from 'node:http';
import { Actions } from './actions';
import { AgentWatch } from './agent-watch';
import type { FeedStatus, Figures, WorldOptions, WorldPerson } from './contract';
import { EngineFeed } from './engine-feed';
import { figuresOf } from './figures';
import { IdleWatch } from './idle-watch';
import { Misbehaviour } from './misbehaviour';
import { PageStream } from './page-stream';
import { snapshotOf } from './snapshot';

/** How often the pages are compared with the world, for what changes without anybody telling. */
const LOOK_EVERY_MS = 200;
const NO_ENGINE: FeedStatus = {
  mode: 'none',
  sentence: 'No product is connected, so there is nothing to see here.',
};

const NO_LINK: FeedStatus = {
  mode: 'none',
  sentence: 'Not linked, so the product has nothing to tell.',
};

interface Follow {
  readonly linkId: string | undefined;
  end(): void;
}

/** The world as the page knows it: who looks, what they are told, what they may do. */
export class World {
  readonly actions: Actions;
  readonly #options: WorldOptions;
  readonly #watch = new AgentWatch();
  readonly #idle = new IdleWatch();
  readonly #misbehaviour: Misbehaviour;
  readonly #feed: EngineFeed | undefined;
  readonly #startedAt: number;
  readonly #refreshers = new Map<PageStream, () => void>();
  readonly #endings: (() => void)[] = [];

  constructor(options: WorldOptions) {
    this.#options = options;
    this.#misbehaviour = new Misbehaviour(options);
    this.#feed = options.engine ? new EngineFeed(options.engine) : undefined;
    this.#startedAt = options.clock.now();
    this.actions = new Actions({
      options,
      watch: this.#watch,
      idle: this.#idle,
      misbehaviour: this.#misbehaviour,
    });
    this.#listen();
  }

  /** Keeps a page up to date about a person until it leaves. */
  open(person: WorldPerson, response: ServerResponse): void {
    const stream = new PageStream(response);
    let follow = this.#follow(stream, person.linkId);
    const refresh = (): void => {
      // Links are made, ended and made anew while the page is open.
      if (follow.linkId !== person.linkId) {
        follow.end();
        follow = this.#follow(stream, person.linkId);
      }
      this.#tell(stream, person);
    };
    this.#refreshers.set(stream, refresh);
    refresh();
    stream.onClose(() => {
      this.#refreshers.delete(stream);
      follow.end();
    });
  }

  find(key: string | null): WorldPerson | undefined {
    const { people } = this.#options;
    return key === null ? people[0] : people.find((person) => person.key === key);
  }

  /** Brings every open page up to date at once. */
  refresh(): void {
    for (const refresh of this.#refreshers.values()) refresh();
  }

  close(): void {
    this.#endings.forEach((end) => end());
    this.#feed?.close();
    for (const stream of this.#refreshers.keys()) stream.end();
  }

  #listen(): void {
    const { people, clock, graph } = this.#options;
    const accounts = new Set(people.flatMap(({ account }) => account ?? []));
    for (const account of accounts) {
      this.#endings.push(
        account.onChange((agent) => {
          this.#watch.look(agent, clock.now());
          this.refresh();
        }),
      );
    }
    if (graph?.onChange) this.#endings.push(graph.onChange(() => this.refresh()));
    for (const { agent } of people) if (agent) this.#watch.look(agent, clock.now());
    const timer = setInterval(() => this.refresh(), LOOK_EVERY_MS);
    timer.unref();
    this.#endings.push(() => clearInterval(timer));
  }

  #tell(stream: PageStream, person: WorldPerson): void {
    const { clock } = this.#options;
    const now = clock.now();
    const switches = this.#misbehaviour.view();
    stream.sendChanged('clock', Math.floor(now / 1000) * 1000);
    const sources = { options: this.#options, watch: this.#watch, idle: this.#idle, switches };
    stream.sendChanged('state', snapshotOf(person, sources));
    stream.sendChanged('figures', this.#figures(person, now));
  }

  #figures({ linkId }: WorldPerson, now: number): Figures {
    const records = linkId === undefined ? [] : (this.#feed?.records(linkId) ?? []);
    return figuresOf({
      records,
      startedAt: this.#startedAt,
      now: Math.floor(now / 1000) * 1000,
      graph: this.#options.graph,
    });
  }

  #follow(stream: PageStream, linkId: string | undefined): Follow {
    const feed = this.#feed;
    if (!feed || linkId === undefined) {
      stream.send('engine', feed ? NO_LINK : NO_ENGINE);
      return { linkId, end: () => undefined };
    }
    stream.send('engine', feed.status);
    stream.send('records', feed.records(linkId));
    const endings = [
      feed.onStatus((status) => stream.send('engine', status)),
      feed.watch(linkId, (fresh) => {
        stream.send('records', fresh);
        this.refresh();
      }),
    ];
    return { linkId, end: () => endings.forEach((end) => end()) };
  }
}
