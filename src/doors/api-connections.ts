import * as shapes from '../desk/contract';
import { etagOf } from '../desk/etag';
import type { SavedMapping } from '../desk/terms';
import { ok, operation } from './api-operation';
import type { Operation, Outcome } from './api-operation';

const tagged = (value: unknown): Outcome => ({
  status: 200,
  value,
  headers: { etag: etagOf(value) },
});

/** The tag is that of the mapping alone, as a later reading gives it. */
const saved = ({ mapping, warnings }: SavedMapping): Outcome => ({
  ...tagged(mapping),
  value: { ...mapping, warnings },
});

export const connectionOperations: readonly Operation[] = [
  operation({
    operationId: 'createConnection',
    method: 'POST',
    path: '/connections',
    summary: 'Join a VCC account to the own tenant. The credentials are tried at once.',
    body: shapes.newConnectionShape,
    answers: { 201: shapes.connectionViewShape },
    problems: [
      'account-not-allowed',
      'account-connected',
      'consent-missing',
      'vcc-step-failed',
      'region-mismatch',
      'vcc-busy',
      'vcc-unreachable',
      'microsoft-unreachable',
    ],
    run: async ({ desk, person, body }) => {
      const value = await desk.createConnection(person, body);
      return { status: 201, value, headers: { location: `/api/v1/connections/${value.id}` } };
    },
  }),
  operation({
    operationId: 'tryConnection',
    method: 'POST',
    path: '/connections/try',
    summary: 'Try an account step by step; nothing is kept.',
    body: shapes.newConnectionShape,
    answers: { 200: shapes.accountTrialShape },
    problems: ['microsoft-unreachable'],
    run: async ({ desk, person, body }) => ok(await desk.tryConnection(person, body)),
  }),
  operation({
    operationId: 'listConnections',
    method: 'GET',
    path: '/connections',
    summary: 'Connections of the own tenant.',
    answers: { 200: shapes.connectionListShape },
    run: async ({ desk, person }) => ok({ items: await desk.listConnections(person) }),
  }),
  operation({
    operationId: 'getConnection',
    method: 'GET',
    path: '/connections/{connectionId}',
    summary: 'One connection, without anything secret.',
    answers: { 200: shapes.connectionViewShape },
    run: async ({ desk, person, param }) =>
      ok(await desk.getConnection(person, param('connectionId'))),
  }),
  operation({
    operationId: 'getConnectionCredentials',
    order: 'getCredentials',
    method: 'GET',
    path: '/connections/{connectionId}/credentials',
    summary: 'The client id in force, with a tag for replacing the credentials.',
    answers: { 200: shapes.credentialsViewShape },
    run: async ({ desk, person, param }) => {
      const { clientId, etag } = await desk.getCredentials(person, param('connectionId'));
      return { status: 200, value: { clientId }, headers: { etag } };
    },
  }),
  operation({
    operationId: 'updateConnectionCredentials',
    order: 'updateCredentials',
    method: 'PUT',
    path: '/connections/{connectionId}/credentials',
    summary: 'Replace the API credentials. They are tried at once.',
    body: shapes.credentialsShape,
    optionalHeaders: ['If-Match'],
    answers: { 200: shapes.connectionViewShape },
    problems: [
      'account-connected',
      'connection-not-ready',
      'vcc-step-failed',
      'region-mismatch',
      'edited-meanwhile',
      'vcc-busy',
      'vcc-unreachable',
    ],
    run: async ({ desk, person, param, body, ifMatch }) =>
      ok(
        await desk.updateCredentials(person, {
          connectionId: param('connectionId'),
          credentials: body,
          ifMatch,
        }),
      ),
  }),
  operation({
    operationId: 'deleteConnection',
    method: 'DELETE',
    path: '/connections/{connectionId}',
    summary: 'Release and remove all links, then the connection: repeat it until it answers 204.',
    answers: { 202: shapes.removalShape, 204: null },
    run: async ({ desk, person, param }) => {
      const value = await desk.deleteConnection(person, param('connectionId'));
      return value.linksLeft > 0 ? { status: 202, value } : { status: 204 };
    },
  }),
  operation({
    operationId: 'getConnectionHealth',
    order: 'getHealth',
    method: 'GET',
    path: '/connections/{connectionId}/health',
    summary: 'How a connection and its links are.',
    answers: { 200: shapes.healthViewShape },
    run: async ({ desk, person, param }) => ok(await desk.getHealth(person, param('connectionId'))),
  }),
];

/** Mapping and policies. */
export const termsOperations: readonly Operation[] = [
  operation({
    operationId: 'getMapping',
    method: 'GET',
    path: '/connections/{connectionId}/mapping',
    summary: 'Both tables of the mapping.',
    answers: { 200: shapes.mappingShape },
    run: async ({ desk, person, param }) =>
      tagged(await desk.getMapping(person, param('connectionId'))),
  }),
  operation({
    operationId: 'putMapping',
    method: 'PUT',
    path: '/connections/{connectionId}/mapping',
    summary: 'Replace the mapping. In force at the next turn of every link.',
    body: shapes.mappingShape,
    headers: ['If-Match'],
    answers: { 200: shapes.savedMappingShape },
    problems: ['if-match-required', 'edited-meanwhile', 'mapping-refused'],
    run: async ({ desk, person, param, body, ifMatch }) =>
      saved(
        await desk.putMapping(person, {
          connectionId: param('connectionId'),
          value: body,
          ifMatch,
        }),
      ),
  }),
  operation({
    operationId: 'checkMapping',
    method: 'POST',
    path: '/connections/{connectionId}/mapping/check',
    summary: 'What is wrong with a mapping, and what would drift on a round trip. Saves nothing.',
    body: shapes.mappingShape,
    answers: { 200: shapes.mappingVerdictShape },
    run: async ({ desk, person, param, body }) =>
      ok(await desk.checkMapping(person, { connectionId: param('connectionId'), value: body })),
  }),
  operation({
    operationId: 'restoreMapping',
    method: 'POST',
    path: '/connections/{connectionId}/mapping/restore',
    summary: 'Set one direction back to the defaults, or let a group inherit it again.',
    body: shapes.mappingRestoreShape,
    headers: ['If-Match'],
    answers: { 200: shapes.savedMappingShape },
    problems: ['if-match-required', 'edited-meanwhile'],
    run: async ({ desk, person, param, body, ifMatch }) =>
      saved(
        await desk.restoreMapping(person, {
          ...body,
          connectionId: param('connectionId'),
          ifMatch,
        }),
      ),
  }),
  operation({
    operationId: 'getPolicies',
    method: 'GET',
    path: '/connections/{connectionId}/policies',
    summary: 'What is decided besides the tables.',
    answers: { 200: shapes.policiesShape },
    run: async ({ desk, person, param }) =>
      tagged(await desk.getPolicies(person, param('connectionId'))),
  }),
  operation({
    operationId: 'putPolicies',
    method: 'PUT',
    path: '/connections/{connectionId}/policies',
    summary: 'Replace the policies.',
    body: shapes.policiesShape,
    headers: ['If-Match'],
    answers: { 200: shapes.policiesShape },
    problems: ['if-match-required', 'edited-meanwhile'],
    run: async ({ desk, person, param, body, ifMatch }) =>
      tagged(
        await desk.putPolicies(person, {
          connectionId: param('connectionId'),
          value: body,
          ifMatch,
        }),
      ),
  }),
];
