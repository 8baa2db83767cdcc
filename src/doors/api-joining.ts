import * as shapes from '../desk/contract';
import type { ProblemCode } from '../desk/problem';
import { OUTSIDE, ok, operation } from './api-operation';
import type { Operation } from './api-operation';

const AGENT: readonly ProblemCode[] = ['agent-unknown', 'agent-archived', 'not-an-agent'];
const PERSON: readonly ProblemCode[] = ['person-unknown', 'person-is-guest', 'person-linked'];
const NAMED: readonly ProblemCode[] = [
  'not-found',
  'connection-not-ready',
  'agent-linked',
  ...AGENT,
  ...PERSON,
  ...OUTSIDE,
];

/** Agents link themselves. */
export const joiningOperations: readonly Operation[] = [
  operation({
    operationId: 'getMyJoining',
    method: 'GET',
    path: '/me/joining',
    summary: 'How the asking person can be linked, account by account, and what is under way.',
    answers: { 200: shapes.joiningViewShape },
    problems: [...PERSON, 'microsoft-unreachable'],
    run: async ({ desk, person }) => ok(await desk.getMyJoining(person)),
  }),
  operation({
    operationId: 'linkMyself',
    method: 'POST',
    path: '/me/link',
    summary: 'Link the one agent who has the own address.',
    body: shapes.myLinkShape,
    answers: { 201: shapes.linkViewShape },
    problems: [...NAMED, 'no-own-agent', 'agent-ambiguous', 'address-shared'],
    run: async ({ desk, person, body }) => {
      const value = await desk.linkMyself(person, body);
      return { status: 201, value, headers: { location: `/api/v1/links/${value.id}` } };
    },
  }),
  operation({
    operationId: 'beginProof',
    method: 'POST',
    path: '/me/proofs',
    summary: 'Prove control of an agent: set the two states answered in ContactPad, in order.',
    body: shapes.agentAskShape,
    answers: { 201: shapes.proofViewShape },
    problems: [...NAMED, 'proof-open', 'proof-not-possible'],
    run: async ({ desk, person, body }) => {
      const value = await desk.beginProof(person, body);
      return { status: 201, value, headers: { location: `/api/v1/me/proofs/${value.id}` } };
    },
  }),
  operation({
    operationId: 'getProof',
    method: 'GET',
    path: '/me/proofs/{proofId}',
    summary: 'How far a proof is.',
    answers: { 200: shapes.proofViewShape },
    run: async ({ desk, person, param }) => ok(await desk.getProof(person, param('proofId'))),
  }),
  operation({
    operationId: 'requestLink',
    method: 'POST',
    path: '/me/requests',
    summary: 'Ask an admin to link an agent.',
    body: shapes.agentAskShape,
    answers: { 201: shapes.requestViewShape },
    problems: [...NAMED, 'request-open'],
    run: async ({ desk, person, body }) => {
      return { status: 201, value: await desk.requestLink(person, body) };
    },
  }),
  operation({
    operationId: 'withdrawRequest',
    method: 'DELETE',
    path: '/me/requests/{requestId}',
    summary: 'Take an own request back.',
    answers: { 204: null },
    problems: ['request-decided'],
    run: async ({ desk, person, param }) => {
      await desk.withdrawRequest(person, param('requestId'));
      return { status: 204 };
    },
  }),
];

/** Admins decide. */
export const requestOperations: readonly Operation[] = [
  operation({
    operationId: 'listRequests',
    method: 'GET',
    path: '/connections/{connectionId}/requests',
    summary: 'Open requests to be linked, the oldest first.',
    answers: { 200: shapes.requestListShape },
    run: async ({ desk, person, param }) =>
      ok({ items: await desk.listRequests(person, param('connectionId')) }),
  }),
  operation({
    operationId: 'approveRequest',
    method: 'POST',
    path: '/requests/{requestId}/approve',
    summary: 'Link what was asked for.',
    body: shapes.emptyShape,
    answers: { 201: shapes.linkViewShape },
    problems: ['request-decided', 'agent-linked', ...AGENT, ...PERSON, ...OUTSIDE],
    run: async ({ desk, person, param }) => {
      return { status: 201, value: await desk.approveRequest(person, param('requestId')) };
    },
  }),
  operation({
    operationId: 'declineRequest',
    method: 'POST',
    path: '/requests/{requestId}/decline',
    summary: 'Refuse what was asked for.',
    body: shapes.emptyShape,
    answers: { 200: shapes.requestViewShape },
    problems: ['request-decided'],
    run: async ({ desk, person, param }) =>
      ok(await desk.declineRequest(person, param('requestId'))),
  }),
];
