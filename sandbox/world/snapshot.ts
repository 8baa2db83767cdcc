import type { HeldPresence, SimulatedAgent, SimulatedPerson } from '../contract';
import type { AgentWatch } from './agent-watch';
import type {
  AgentView,
  HeldView,
  PageState,
  PersonView,
  SwitchView,
  TeamsView,
  WorldOptions,
  WorldPerson,
} from './contract';
import type { IdleWatch } from './idle-watch';

const CALL_ACTIVITIES = ['InACall', 'InAConferenceCall', 'Presenting'];

interface SnapshotSources {
  readonly options: WorldOptions;
  readonly watch: AgentWatch;
  readonly idle: IdleWatch;
  readonly switches: readonly SwitchView[];
}

/** All the page shows of one person, except the records. */
export function snapshotOf(person: WorldPerson, sources: SnapshotSources): PageState {
  return {
    people: sources.options.people.map(({ key, role, name }) => ({ key, role, name })),
    person: personView(person, sources),
    switches: sources.switches,
  };
}

function personView(person: WorldPerson, sources: SnapshotSources): PersonView {
  const { key, role, name, agent, account } = person;
  const { options, watch } = sources;
  const definitions = account?.definitions ?? [];
  return {
    key,
    role,
    name,
    ...(options.tabUrl && { tabUrl: options.tabUrl(key) }),
    ...(options.chat && { chat: options.chat }),
    ...(agent
      ? { vcc: agentView(agent, definitions, watch.look(agent, options.clock.now())) }
      : {}),
    teams: teamsView(person.person, sources),
  };
}

function agentView(
  agent: SimulatedAgent,
  definitions: NonNullable<WorldPerson['account']>['definitions'],
  watched: ReturnType<AgentWatch['look']>,
): AgentView {
  const { definition, since } = agent.presence();
  const { isLoggedIn, loggedInSince, occupancySince, onHold } = watched;
  return {
    agentId: agent.agentId,
    state: definition.description,
    presenceId: definition.presenceId,
    category: definition.category.categoryType,
    categoryName: definition.category.description,
    since,
    occupancy: agent.occupancy(),
    occupancySince,
    onHold,
    isLoggedIn,
    loggedInSince,
    // Logging out has its own button, as in ContactPad.
    choices: definitions
      .filter(({ selectable, category }) => selectable && category.categoryType !== 'LoggedOut')
      .map(({ presenceId, description, category }) => ({
        presenceId,
        label: description,
        category: category.categoryType,
      })),
  };
}

function teamsView(person: SimulatedPerson, { options, idle }: SnapshotSources): TeamsView {
  const { availability, activity, since } = person.shown();
  const held = person.held();
  const handSet = held.find(({ kind, by }) => kind === 'preferred' && by === undefined);
  const clients = held.filter(({ kind }) => kind === 'client');
  const call = clients.find((client) => CALL_ACTIVITIES.includes(client.activity))?.activity;
  return {
    availability,
    activity,
    since,
    ...(handSet ? { handSet: handSet.availability } : {}),
    ...(call ? { call } : {}),
    inMeeting: held.some(({ kind }) => kind === 'meeting'),
    isFocusing: held.some(({ kind }) => kind === 'focusing'),
    isOutOfOffice: held.some(({ kind }) => kind === 'out-of-office'),
    isIdle: idle.has(person) || clients.some(isIdle),
    isOpen: clients.length > 0,
    held: held.map((entry) => heldView(entry, options.productAppId)),
  };
}

function isIdle({ availability, activity }: HeldPresence): boolean {
  return availability.endsWith('Idle') || availability === 'Away' || activity === 'Inactive';
}

function heldView(entry: HeldPresence, productAppId: string | undefined): HeldView {
  const { availability, activity, endsAt } = entry;
  const label = heldLabel(entry, productAppId);
  return { label, availability, activity, ...(endsAt === undefined ? {} : { endsAt }) };
}

function heldLabel({ kind, by, activity }: HeldPresence, productAppId: string | undefined): string {
  const isOurs = productAppId === undefined || by === productAppId;
  switch (kind) {
    case 'preferred':
      if (by === undefined) return 'Preferred, set by hand';
      return isOurs ? 'Preferred, set by us' : 'Preferred, set by another app';
    case 'app-session':
      if (!isOurs) return 'Session of another app';
      return activity === 'Away' ? 'Our anchor session' : 'Our session';
    case 'client':
      return 'Desktop client';
    case 'meeting':
      return 'Meeting in the calendar';
    case 'out-of-office':
      return 'Out of office';
    case 'focusing':
      return 'Focus time';
  }
}
