/** What the tab asks beside links and orders. */
import * as shapes from '../desk/contract';
import { etagOf } from '../desk/etag';
import { ok, operation } from './api-operation';
import type { Operation, Outcome } from './api-operation';

const tagged = (value: shapes.Preferences): Outcome => ({
  ...ok(value),
  headers: { etag: etagOf(value) },
});

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
    run: async ({ desk, person }) => tagged(await desk.getPreferences(person)),
  }),
  operation({
    operationId: 'putPreferences',
    order: 'editPreferences',
    method: 'PUT',
    path: '/me/preferences',
    summary: 'Choose what the bot posts and in which language.',
    body: shapes.preferencesShape,
    headers: ['If-Match'],
    answers: { 200: shapes.preferencesShape },
    problems: ['not-linked', 'if-match-required', 'edited-meanwhile'],
    run: async ({ desk, person, body, ifMatch }) =>
      tagged(await desk.editPreferences(person, { value: body, ifMatch })),
  }),
];
