/** What the tab asks beside links and orders. */
import * as shapes from '../desk/contract';
import { ok, operation } from './api-operation';
import type { Operation } from './api-operation';

export const tabOperations: readonly Operation[] = [
  operation({
    operationId: 'getLinkDetails',
    method: 'GET',
    path: '/links/{linkId}/details',
    summary: 'What Teams shows for each state, whether both sides are in step, and troubles.',
    answers: { 200: shapes.linkDetailsShape },
    run: async ({ desk, person, param }) => ok(await desk.getLinkDetails(person, param('linkId'))),
  }),
  operation({
    operationId: 'getPreferences',
    method: 'GET',
    path: '/me/preferences',
    summary: 'What the bot posts and in which language, as the person has chosen.',
    answers: { 200: shapes.preferencesShape },
    run: async ({ desk, person }) => ok(await desk.getPreferences(person)),
  }),
  operation({
    operationId: 'putPreferences',
    method: 'PUT',
    path: '/me/preferences',
    summary: 'Choose what the bot posts and in which language.',
    body: shapes.preferencesShape,
    answers: { 200: shapes.preferencesShape },
    problems: ['not-linked'],
    run: async ({ desk, person, body }) => ok(await desk.putPreferences(person, body)),
  }),
];
