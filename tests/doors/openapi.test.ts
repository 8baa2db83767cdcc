import { createDeskApiRoutes } from '../../src/doors/desk-api';
import { createOpenApiDoor, describeApi } from '../../src/doors/openapi';
import { request } from './requests';

const OPERATION_IDS = [
  'addWatcher',
  'applyMatches',
  'approveRequest',
  'beginConsent',
  'beginProof',
  'checkConsent',
  'checkMapping',
  'createConnection',
  'createLink',
  'declineRequest',
  'deleteConnection',
  'deleteLink',
  'deleteMyData',
  'deletePersonData',
  'exportMatches',
  'exportMyData',
  'exportPersonData',
  'getConnection',
  'getConnectionCredentials',
  'getConnectionHealth',
  'getLink',
  'getLinkDetails',
  'getMapping',
  'getMyJoining',
  'getMyLink',
  'getOpenApi',
  'getPolicies',
  'getPreferences',
  'getProof',
  'getTenant',
  'linkMyself',
  'listAgents',
  'listAudit',
  'listConnections',
  'listInvitations',
  'listLinks',
  'listMatches',
  'listRecords',
  'listRequests',
  'listWatchers',
  'orderState',
  'pauseLink',
  'putMapping',
  'putPolicies',
  'putPreferences',
  'removeWatcher',
  'requestLink',
  'restoreMapping',
  'resumeLink',
  'showAgentState',
  'streamEvents',
  'tryConnection',
  'updateConnectionCredentials',
  'withdrawRequest',
];

const api = describeApi('https://link.meadowbank.example');
const rows = Object.entries(api.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

test('every operation has its stable id', () => {
  expect(rows.map(({ operation }) => operation['operationId']).sort()).toEqual(OPERATION_IDS);
});

test('every route of the API stands in the document', () => {
  const routes = createDeskApiRoutes({} as never).map(({ method, path }) => {
    return `${method.toLowerCase()} ${path.replace('/api/v1', '').replace(/:(\w+)/g, '{$1}')}`;
  });
  const described = rows.map(({ method, path }) => `${method} ${path}`);
  expect(described).toEqual(expect.arrayContaining(routes));
  expect(described).toHaveLength(routes.length + 2);
});

test('[JN18] every operation lists what its kind can be refused for', () => {
  const lists = (operation: object, ...codes: string[]): void => {
    const text = JSON.stringify(operation);
    for (const code of codes) expect(text).toContain(`\`${code}\``);
  };
  for (const { path, method, operation } of rows) {
    if (operation['operationId'] === 'getOpenApi') continue;
    lists(operation, 'sign-in-required', 'token-refused', 'internal', 'store-unavailable');
    // Streams are not counted as requests.
    if (operation['operationId'] !== 'streamEvents') lists(operation, 'too-many-requests');
    if (path.includes('{')) lists(operation, 'not-found');
    if (method !== 'get') lists(operation, 'edited-meanwhile', 'input-refused');
    if ('requestBody' in operation) {
      lists(operation, 'not-json', 'media-type', 'body-too-large', 'input-refused');
    }
  }
});

test('every path parameter is described, and nothing refers to what is not there', () => {
  for (const { path, operation } of rows) {
    const parameters = (operation['parameters'] ?? []) as { name: string; in: string }[];
    const named = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
    expect(named).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  }
  const references = JSON.stringify(api).match(/"\$ref":"[^"]+"/g) ?? [];
  expect(new Set(references)).toEqual(new Set(['"$ref":"#/components/schemas/Problem"']));
  expect(api['components']).toHaveProperty('schemas.Problem.type', 'object');
});

test('bodies and answers are described by the shapes that check them', () => {
  expect(api.paths['/connections']?.['post']).toMatchObject({
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            additionalProperties: false,
            required: ['region', 'accountKey', 'clientId', 'clientSecret'],
            properties: { region: { type: 'string', enum: ['emea', 'nam', 'apac'] } },
          },
        },
      },
    },
    responses: { 201: {}, 401: {}, 422: {} },
  });
  expect(api.paths['/links/{linkId}/orders/pause']?.['post']).toMatchObject({
    requestBody: { required: false },
  });
});

test('[JN18] what is edited by its version says so: If-Match, and both refusals', () => {
  const edits = ['putMapping', 'restoreMapping', 'putPolicies', 'putPreferences'];
  for (const { operation } of rows) {
    const asks = JSON.stringify(operation['parameters'] ?? []).includes(
      '"name":"If-Match","in":"header","required":true',
    );
    const id = String(operation['operationId']);
    expect([id, asks]).toEqual([id, edits.includes(id)]);
    if (asks) expect(operation['responses']).toMatchObject({ 412: {}, 428: {} });
  }
});

test('[JN18][JN20] new credentials say that they may open an account that is connected already', () => {
  const { responses } = api.paths['/connections/{connectionId}/credentials']?.['put'] ?? {};
  const told = JSON.stringify((responses as Record<string, unknown>)['409']);
  for (const code of ['account-connected', 'connection-not-ready']) expect(told).toContain(code);
});

test('the document is served to anybody as JSON', async () => {
  const answer = await createOpenApiDoor('https://link.meadowbank.example')(request());
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body)).toMatchObject({
    openapi: '3.1.0',
    servers: [{ url: 'https://link.meadowbank.example/api/v1' }],
  });
});
