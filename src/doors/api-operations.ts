import * as shapes from '../desk/contract';
import { connectionOperations, termsOperations } from './api-connections';
import { joiningOperations, requestOperations } from './api-joining';
import { linkOperations, orderOperations } from './api-links';
import { matchingOperations, personDataOperations } from './api-matching';
import { ok, operation } from './api-operation';
import type { Operation } from './api-operation';
import { tabOperations } from './api-tab';
import { tenantOperations } from './api-tenant';
import { watcherOperations } from './api-watchers';

const auditOperations: readonly Operation[] = [
  operation({
    operationId: 'listAudit',
    method: 'GET',
    path: '/audit',
    summary: 'Who changed what in the own tenant, newest first.',
    query: shapes.auditQueryShape,
    answers: { 200: shapes.auditListShape },
    run: async ({ desk, person, query }) =>
      ok({ items: await desk.listAudit(person, query.limit) }),
  }),
];

/** Everything of API v1 but the document itself and the live stream. */
export const OPERATIONS: readonly Operation[] = [
  ...tenantOperations,
  ...connectionOperations,
  ...termsOperations,
  ...linkOperations,
  ...joiningOperations,
  ...requestOperations,
  ...matchingOperations,
  ...personDataOperations,
  ...orderOperations,
  ...tabOperations,
  ...auditOperations,
  ...watcherOperations,
];
