import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..', '..');
const depcruise = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');

/** A small house with a wrong import in many rooms and a right one beside it. */
const house: Record<string, string> = {
  'src/core/pair.ts': 'export const pair = 1;',
  'src/core/reaches-up.ts':
    "import type { Clock } from '../runtime/clock';\nexport type C = Clock;",
  'src/core/reaches-node.ts': "export { readFileSync } from 'node:fs';",
  'src/core/reaches-package.ts': "export { z } from 'zod';",
  'src/core/one.ts': "import type { Two } from './two';\nexport type One = Two;",
  'src/core/two.ts': "import type { One } from './one';\nexport type Two = One | 2;",
  'src/runtime/clock.ts':
    "export { pair } from '../core/pair';\nexport interface Clock { now(): number }",
  'src/config/settings.ts': "export { pair } from '../runtime/clock';",
  'src/store/store.ts': "export { Pool } from 'pg';\nexport { pair } from '../core/pair';",
  'src/store/calls.ts': "export { request } from 'undici';",
  'src/clients/http.ts': "export { request } from 'undici';",
  'src/clients/entra/tokens.ts':
    "export { ConfidentialClientApplication } from '@azure/msal-node';",
  'src/clients/graph/tokens.ts':
    "export { ConfidentialClientApplication } from '@azure/msal-node';",
  'src/line/runner.ts': "export { run } from 'graphile-worker';",
  'src/line/knows-agents.ts': "export { pair } from '../core/pair';",
  'src/reconcile/turn.ts':
    "export { Pool } from '../store/store';\nexport { request } from '../clients/http';",
  'src/reconcile/queue.ts': "export { run } from '../line/runner';",
  'src/desk/contract.ts': 'export interface Order { id: string }\nexport const kinds = [1];',
  'src/desk/calls.ts': "export { request } from '../clients/http';",
  'src/doors/door.ts': "export { kinds } from '../desk/contract';",
  'src/doors/framework.ts': "export { createServer } from 'restify';",
  'src/index.ts': "export { pair } from './core/pair';\nexport { run } from './line/runner';",
  'bot/server.ts': "export { createServer } from 'restify';\nexport { pair } from '../src/index';",
  'bot/app.ts': "export { createServer } from 'restify';",
  'bot/inner.ts': "export { pair } from '../src/core/pair';",
  'sandbox/world.ts': "export { pair } from '../src/core/pair';",
  'tab/contract.ts': "import type { Order } from '../src/desk/contract';\nexport type O = Order;",
  'tab/code.ts': "export { kinds } from '../src/desk/contract';",
  'tab/host/host.ts': "export { app } from '@microsoft/teams-js';",
  'tab/pages/home.ts': "export { app } from '@microsoft/teams-js';",
  'tests/all.ts':
    "export { pair } from '../src/core/pair';\nexport { Pool } from '../src/store/store';",
  'src/core/lost.ts': "export { gone } from './gone';",
};

const packages = [
  'zod',
  'pg',
  'undici',
  '@azure/msal-node',
  'graphile-worker',
  'restify',
  '@microsoft/teams-js',
];

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

function build(folder: string): void {
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(house)) write(path, text);
  for (const name of packages) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  const dependencies = Object.fromEntries(packages.map((name) => [name, '1.0.0']));
  write('package.json', JSON.stringify({ name: 'house', dependencies }));
}

describe('the import table bites', () => {
  const folder = mkdtempSync(join(tmpdir(), 'import-table-'));
  let violations: readonly string[] = [];

  beforeAll(() => {
    build(folder);
    const config = join(root, '.dependency-cruiser.cjs');
    const trees = ['src', 'bot', 'sandbox', 'tab', 'tests'];
    const { stdout } = spawnSync(
      process.execPath,
      [depcruise, '--config', config, '--output-type', 'json', ...trees],
      { cwd: folder, encoding: 'utf8' },
    );
    const { summary } = JSON.parse(stdout) as { summary: { violations: readonly Violation[] } };
    violations = summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['a type from a room below', 'src/core/reaches-up.ts: core-rooms'],
    ["one of Node's modules in core", 'src/core/reaches-node.ts: core-node'],
    ['a package in core', 'src/core/reaches-package.ts: core-packages'],
    ['a cycle of types', 'src/core/one.ts: no-cycles'],
    ['a room of the same row', 'src/config/settings.ts: config-rooms'],
    ['the HTTP client outside clients', 'src/store/calls.ts: store-packages'],
    ['msal outside clients/entra', 'src/clients/graph/tokens.ts: clients-packages'],
    ['agents in the line', 'src/line/knows-agents.ts: line-rooms'],
    ['the line in reconcile', 'src/reconcile/queue.ts: reconcile-rooms'],
    ['clients in the desk', 'src/desk/calls.ts: desk-rooms'],
    ['a framework in the doors', 'src/doors/framework.ts: doors-packages'],
    ['restify outside bot/server.ts', 'bot/app.ts: one-framework-door'],
    ['an inner room in the host', 'bot/inner.ts: bot-rooms'],
    ['anything of ours in the sandbox', 'sandbox/world.ts: sandbox-rooms'],
    ['code of the contract in the tab', 'tab/code.ts: tab-shares-types-only'],
    ['teams-js outside tab/host', 'tab/pages/home.ts: one-host-door'],
    ['an import that leads nowhere', 'src/core/lost.ts: resolvable'],
  ])('refuses %s', (_, violation) => {
    expect(violations).toContain(violation);
  });

  it.each([
    'src/runtime/clock.ts',
    'src/store/store.ts',
    'src/clients/http.ts',
    'src/clients/entra/tokens.ts',
    'src/line/runner.ts',
    'src/reconcile/turn.ts',
    'src/doors/door.ts',
    'src/index.ts',
    'bot/server.ts',
    'tab/contract.ts',
    'tab/host/host.ts',
    'tests/all.ts',
  ])('grants what %s imports', (path) => {
    expect(violations.filter((violation) => violation.startsWith(`${path}:`))).toEqual([]);
  });
});
