import * as shapes from '../desk/contract';
import { ok, operation } from './api-operation';
import type { Operation } from './api-operation';

/** Watchers are the tenant's: notifications serve all its connections. */
export const watcherOperations: readonly Operation[] = [
  operation({
    operationId: 'listWatchers',
    method: 'GET',
    path: '/watchers',
    summary: 'People in whose name change notifications are held.',
    answers: { 200: shapes.watcherListShape },
    run: async ({ desk, person }) => ok({ items: await desk.listWatchers(person) }),
  }),
  operation({
    operationId: 'addWatcher',
    method: 'POST',
    path: '/watchers',
    summary:
      'Become a watcher: the presented sign-in token is exchanged for one that reads presences.',
    body: shapes.emptyShape,
    answers: { 201: shapes.watcherViewShape },
    problems: ['admin-only', 'sign-in-again', 'watcher-refused', 'microsoft-unreachable'],
    run: async ({ desk, person, token }) => {
      const value = await desk.addWatcher(person, { assertion: token });
      return { status: 201, value };
    },
  }),
  operation({
    operationId: 'removeWatcher',
    method: 'DELETE',
    path: '/watchers/{personId}',
    summary: 'End a watcher: what is held in the name is taken back and what they lent is deleted.',
    answers: { 204: null },
    problems: ['admin-only'],
    run: async ({ desk, person, param }) => {
      await desk.removeWatcher(person, { personId: param('personId') });
      return { status: 204 };
    },
  }),
];
