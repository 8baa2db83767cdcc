import * as shapes from '../desk/contract';
import { OUTSIDE, ok, operation, ordered } from './api-operation';
import type { Operation } from './api-operation';

export const linkOperations: readonly Operation[] = [
  operation({
    operationId: 'listAgents',
    method: 'GET',
    path: '/connections/{connectionId}/agents',
    summary: 'Agents of the account, each with the person of the same mail address.',
    query: shapes.agentQueryShape,
    answers: { 200: shapes.agentListShape },
    problems: OUTSIDE,
    run: async ({ desk, person, param, query }) =>
      ok(await desk.listAgents(person, { ...query, connectionId: param('connectionId') })),
  }),
  operation({
    operationId: 'createLink',
    method: 'POST',
    path: '/connections/{connectionId}/links',
    summary: 'Link an agent to a person.',
    body: shapes.newLinkShape,
    answers: { 201: shapes.linkViewShape },
    problems: [
      'agent-unknown',
      'agent-archived',
      'not-an-agent',
      'person-unknown',
      'person-is-guest',
      'agent-linked',
      'person-linked',
      ...OUTSIDE,
    ],
    run: async ({ desk, person, param, body }) => {
      const ask = { ...body, connectionId: param('connectionId') };
      const value = await desk.createLink(person, ask);
      return { status: 201, value, headers: { location: `/api/v1/links/${value.id}` } };
    },
  }),
  operation({
    operationId: 'listLinks',
    method: 'GET',
    path: '/connections/{connectionId}/links',
    summary: 'Links of a connection with their status, page by page.',
    query: shapes.linkQueryShape,
    answers: { 200: shapes.linkListShape },
    run: async ({ desk, person, param, query }) =>
      ok(await desk.listLinks(person, { ...query, connectionId: param('connectionId') })),
  }),
  operation({
    operationId: 'getLink',
    method: 'GET',
    path: '/links/{linkId}',
    summary: 'One link: both sides, since when, and what there is to say.',
    answers: { 200: shapes.linkViewShape },
    run: async ({ desk, person, param }) => ok(await desk.getLink(person, param('linkId'))),
  }),
  operation({
    operationId: 'getMyLink',
    method: 'GET',
    path: '/me/link',
    summary: 'The own link.',
    answers: { 200: shapes.linkViewShape },
    problems: ['not-linked'],
    run: async ({ desk, person }) => ok(await desk.getMyLink(person)),
  }),
  operation({
    operationId: 'deleteLink',
    method: 'DELETE',
    path: '/links/{linkId}',
    summary: 'Unlink: release what is held, then delete what is stored about the person.',
    answers: { 202: shapes.orderedShape },
    run: async ({ desk, person, param }) =>
      ordered(await desk.deleteLink(person, { linkId: param('linkId') })),
  }),
  operation({
    operationId: 'listRecords',
    method: 'GET',
    path: '/links/{linkId}/records',
    summary: 'Explain records, newest first.',
    query: shapes.recordQueryShape,
    answers: { 200: shapes.recordListShape },
    run: async ({ desk, person, param, query }) =>
      ok({ items: await desk.listRecords(person, { ...query, linkId: param('linkId') }) }),
  }),
];

export const orderOperations: readonly Operation[] = [
  operation({
    operationId: 'orderState',
    method: 'POST',
    path: '/links/{linkId}/orders/state',
    summary: 'Set a state in VCC.',
    body: shapes.stateOrderShape,
    answers: { 202: shapes.orderedShape },
    problems: ['state-unknown'],
    run: async ({ desk, person, param, body }) =>
      ordered(await desk.orderState(person, { ...body, linkId: param('linkId') })),
  }),
  operation({
    operationId: 'pauseLink',
    method: 'POST',
    path: '/links/{linkId}/orders/pause',
    summary: 'Stop the sync until an instant, or until resumed.',
    body: shapes.pauseOrderShape,
    answers: { 202: shapes.orderedShape },
    problems: ['pause-in-past'],
    run: async ({ desk, person, param, body }) =>
      ordered(await desk.pauseLink(person, { ...body, linkId: param('linkId') })),
  }),
  operation({
    operationId: 'resumeLink',
    method: 'POST',
    path: '/links/{linkId}/orders/resume',
    summary: 'End a pause.',
    body: shapes.emptyShape,
    answers: { 202: shapes.orderedShape },
    run: async ({ desk, person, param }) =>
      ordered(await desk.resumeLink(person, { linkId: param('linkId') })),
  }),
  operation({
    operationId: 'showAgentState',
    method: 'POST',
    path: '/links/{linkId}/orders/show',
    summary: 'Show the agent state in Teams in place of a status set by hand.',
    body: shapes.emptyShape,
    answers: { 202: shapes.orderedShape },
    run: async ({ desk, person, param }) =>
      ordered(await desk.showAgentState(person, { linkId: param('linkId') })),
  }),
];
