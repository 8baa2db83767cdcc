import * as shapes from '../desk/contract';
import { OUTSIDE, ok, operation } from './api-operation';
import type { Operation } from './api-operation';
import { toMatchesCsv } from './matches-csv';

/** Linking many. */
export const matchingOperations: readonly Operation[] = [
  operation({
    operationId: 'listMatches',
    method: 'GET',
    path: '/connections/{connectionId}/matches',
    summary: 'A dry run: which user of the account fits which person, and why or why not.',
    answers: { 200: shapes.matchReportShape },
    problems: OUTSIDE,
    run: async ({ desk, person, param }) =>
      ok(await desk.listMatches(person, param('connectionId'))),
  }),
  operation({
    operationId: 'exportMatches',
    order: 'listMatches',
    method: 'GET',
    path: '/connections/{connectionId}/matches.csv',
    summary: 'The same report as CSV.',
    answers: { 200: 'text/csv' },
    problems: OUTSIDE,
    run: async ({ desk, person, param }) => {
      const report = await desk.listMatches(person, param('connectionId'));
      const headers = { 'content-disposition': 'attachment; filename="matches.csv"' };
      return { status: 200, headers, text: { type: 'text/csv', body: toMatchesCsv(report) } };
    },
  }),
  operation({
    operationId: 'applyMatches',
    method: 'POST',
    path: '/connections/{connectionId}/matches/apply',
    summary: 'Link exact matches, all or those named; repeat it while some are left.',
    body: shapes.applyMatchesShape,
    answers: { 200: shapes.matchesAppliedShape },
    problems: OUTSIDE,
    run: async ({ desk, person, param, body }) =>
      ok(await desk.applyMatches(person, { ...body, connectionId: param('connectionId') })),
  }),
  operation({
    operationId: 'listInvitations',
    method: 'GET',
    path: '/connections/{connectionId}/invitations',
    summary: 'People who are to be invited to prove which agent is theirs.',
    answers: { 200: shapes.invitationListShape },
    problems: OUTSIDE,
    run: async ({ desk, person, param }) =>
      ok({ items: await desk.listInvitations(person, param('connectionId')) }),
  }),
];

/** What is kept about a person. */
export const personDataOperations: readonly Operation[] = [
  operation({
    operationId: 'exportMyData',
    method: 'GET',
    path: '/me/data',
    summary: 'Everything kept about the asking person.',
    answers: { 200: shapes.personDataShape },
    run: async ({ desk, person }) => ok(await desk.exportMyData(person)),
  }),
  operation({
    operationId: 'deleteMyData',
    method: 'DELETE',
    path: '/me/data',
    summary: 'Unlink and forget the asking person; the audit stays.',
    answers: { 202: shapes.removalShape },
    run: async ({ desk, person }) => ({ status: 202, value: await desk.deleteMyData(person) }),
  }),
  operation({
    operationId: 'exportPersonData',
    method: 'GET',
    path: '/people/{personId}/data',
    summary: 'Everything kept about a person of the own tenant.',
    answers: { 200: shapes.personDataShape },
    run: async ({ desk, person, param }) =>
      ok(await desk.exportPersonData(person, { personId: param('personId') })),
  }),
  operation({
    operationId: 'deletePersonData',
    method: 'DELETE',
    path: '/people/{personId}/data',
    summary: 'Unlink and forget a person of the own tenant; the audit stays.',
    answers: { 202: shapes.removalShape },
    run: async ({ desk, person, param }) => {
      const value = await desk.deletePersonData(person, { personId: param('personId') });
      return { status: 202, value };
    },
  }),
];
