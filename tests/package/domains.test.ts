import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { APP_PACKAGE, Workplace } from './package-run';
import type { Manifest } from './project-files';

jest.setTimeout(120_000);

/** What is said of a host, after the name of its field. Null: it is taken. */
type Said = string | null;

const shared = (host: string): Said => `must be your own host, not ${host}, which many share`;
const foreign = (host: string): Said => `must be your own host, not ${host}, which is another's`;
const noHost = (host: string): Said => `must be a host name in lower case, not ${host}`;
const wildcard = (host: string): Said => `must be one host, not the wildcard ${host}`;
const tunnel = (host: string): Said =>
  `must not be the tunnel ${host}: only the environment local may use one`;

const HOSTS: readonly (readonly [string, Said])[] = [
  ['presence.meadow.example', null],
  ['plink7.azurewebsites.net', null],
  ['azurewebsites.net', shared('azurewebsites.net')],
  ['plink7.westeurope.azurecontainerapps.io', null],
  ['westeurope.azurecontainerapps.io', shared('westeurope.azurecontainerapps.io')],
  ['westeurope.cloudapp.azure.com', shared('westeurope.cloudapp.azure.com')],
  ['plink7.westeurope.cloudapp.azure.com', null],
  ['github.io', shared('github.io')],
  ['herokuapp.com', shared('herokuapp.com')],
  ['notazurewebsites.net', null],
  ['*.azurewebsites.net', wildcard('*.azurewebsites.net')],
  ['*.meadow.example', wildcard('*.meadow.example')],
  ['*', wildcard('*')],
  ['teams.microsoft.com', foreign('teams.microsoft.com')],
  ['token.botframework.com', foreign('token.botframework.com')],
  ['meadow.sharepoint.com', foreign('meadow.sharepoint.com')],
  ['localhost', noHost('localhost')],
  ['127.0.0.1', noHost('127.0.0.1')],
  ['meadow.example:3978', noHost('meadow.example:3978')],
  ['https://meadow.example', noHost('https://meadow.example')],
  ['Meadow.example', noHost('Meadow.example')],
  ['meadow', noHost('meadow')],
  ['-meadow.example', noHost('-meadow.example')],
  ['plink7.scm.azurewebsites.net', shared('plink7.scm.azurewebsites.net')],
  [
    'plink7-ab1.scm.westeurope-01.azurewebsites.net',
    shared('plink7-ab1.scm.westeurope-01.azurewebsites.net'),
  ],
  ['plink7-ab1.westeurope-01.azurewebsites.net', null],
];
const RESERVED = [
  'example.com',
  'meadow.example',
  'presence.local',
  'presence.internal',
  'presence.test',
  'presence.home.arpa',
];
const TUNNELS: readonly (readonly [string, Said])[] = [
  ['abc123-3978.euw.devtunnels.ms', tunnel('abc123-3978.euw.devtunnels.ms')],
  ['clover.ngrok-free.app', tunnel('clover.ngrok-free.app')],
  ['clover.trycloudflare.com', tunnel('clover.trycloudflare.com')],
  ...[
    'clover.tunnelto.dev',
    'clover.meadow.ts.net',
    'clover.localto.net',
    'clover.cfargotunnel.com',
    'clover.duckdns.org',
    'clover.ddns.net',
  ].map((host) => [host, tunnel(host)] as const),
];

describe('the valid domains', () => {
  let place: Workplace;
  beforeEach(() => (place = new Workplace()));
  afterEach(() => place.dispose());

  /** Beside our own: so the others are judged by themselves. */
  const say = (hosts: readonly string[], environment: string): readonly Said[] => {
    place.edit('appPackage/manifest.json', (document) => {
      (document as unknown as Manifest).validDomains.push(...hosts);
    });
    const said = place.run(environment).said.split('\n');
    return hosts.map((_, index) => {
      const beginning = `appPackage/manifest.json: validDomains[${index + 1}] `;
      const line = said.find((one) => one.startsWith(beginning));
      return line === undefined ? null : line.slice(beginning.length, -1);
    });
  };

  test('[AP2] are hosts of our own: none that many share, none of another, no wildcard', () => {
    const all = [...HOSTS, ...TUNNELS];
    const said = say(
      all.map(([host]) => host),
      'demo',
    );
    expect(all.map(([host], index) => [host, said[index]])).toEqual(all);
  });

  test('[AP2] may be a tunnel in the environment local, where Teams reaches one machine by it', () => {
    const bare = ['devtunnels.ms', 'euw.devtunnels.ms', 'ngrok-free.app', '*.ngrok-free.app'];
    const own = TUNNELS.map(([host]) => host);
    expect(say([...own, ...bare], 'local')).toEqual([
      ...own.map(() => null),
      ...bare.slice(0, 3).map(shared),
      wildcard('*.ngrok-free.app'),
    ]);
  });

  test('[AP2] are no names that are reserved, but for a look', () => {
    expect(say(RESERVED, 'demo')).toEqual(RESERVED.map(() => null));
    const ids = ['TEAMS_APP_ID', 'AAD_APP_CLIENT_ID', 'BOT_ID'].map((name, index) => {
      return `${name}=${`${index + 1}`.repeat(8)}-0000-4000-8000-000000000000`;
    });
    place.write('env/.env.own', [...ids, 'TAB_DOMAIN=plink7.azurewebsites.net'].join('\n'));
    place.write('appPackage/manifest.json', readFileSync(join(APP_PACKAGE, 'manifest.json')));
    expect(say(RESERVED, 'own')).toEqual(
      RESERVED.map((host) => `must be your own host, not ${host}, which is reserved and nobody's`),
    );
  });

  test('[AP2] a wrong one is one sentence, though every address leads there', () => {
    const ids = ['TEAMS_APP_ID', 'AAD_APP_CLIENT_ID', 'BOT_ID'].map((name, index) => {
      return `${name}=7d1c5a52-0b7e-4c1f-9a36-52f0c8e4b9d${index}`;
    });
    place.write('env/.env.demo', [...ids, 'TAB_DOMAIN=azurewebsites.net'].join('\n'));
    expect(place.run()).toMatchObject({
      code: 1,
      said: `appPackage/manifest.json: validDomains[0] ${shared('azurewebsites.net')}.\n`,
      made: [],
    });
  });
});
