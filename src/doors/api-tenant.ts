import * as shapes from '../desk/contract';
import { ok, operation } from './api-operation';
import type { Operation } from './api-operation';

/** The organisation of whoever asks, known here or not. */
export const tenantOperations: readonly Operation[] = [
  operation({
    operationId: 'getTenant',
    method: 'GET',
    path: '/tenant',
    summary: 'How far the own organisation is: consent, connected or not.',
    answers: { 200: shapes.tenantViewShape },
    run: async ({ desk, person }) => ok(await desk.getTenant(person)),
  }),
  operation({
    operationId: 'beginConsent',
    method: 'POST',
    path: '/tenant/consent',
    summary: 'Begin the consent of the own organisation: open the address in a window.',
    body: shapes.emptyShape,
    answers: { 201: shapes.begunConsentShape },
    run: async ({ desk, person }) => {
      return { status: 201, value: await desk.beginConsent(person) };
    },
  }),
  operation({
    operationId: 'checkConsent',
    method: 'POST',
    path: '/tenant/consent/check',
    summary: 'Prove anew what the organisation has granted.',
    body: shapes.emptyShape,
    answers: { 200: shapes.tenantViewShape },
    problems: ['consent-missing', 'microsoft-unreachable'],
    run: async ({ desk, person }) => ok(await desk.checkConsent(person)),
  }),
];
