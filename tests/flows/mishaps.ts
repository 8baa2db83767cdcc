/** How an outside service can fail, as faults of the sandbox. */
import type { Fault } from '../../sandbox/contract';

type Mishap = Omit<Fault, 'path' | 'method' | 'times'>;

export const MISHAPS: readonly (readonly [string, Mishap])[] = [
  ['the connection is cut before the work', { cut: 'before' }],
  ['the connection is cut after the work', { cut: 'after' }],
  ['503 is answered', { status: 503, body: '{"message":"closed for repair"}' }],
  ['500 is answered', { status: 500, body: '{"message":"broken"}' }],
  [
    '429 is answered with a fractional Retry-After',
    { status: 429, headers: { 'retry-after': '2.128' }, body: '{"message":"too many"}' },
  ],
  [
    'HTML is answered with 200',
    { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Please wait.</html>' },
  ],
  ['half a JSON is answered with 200', { status: 200, body: '{"value":[{"id":' }],
  ['other types are answered with 200', { status: 200, body: '{"value":"none","userId":7}' }],
  ['every answer takes four seconds', { delayMs: 4_000 }],
];
