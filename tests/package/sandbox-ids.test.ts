import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFEST } from './faults';
import { ROOT, Workplace } from './package-run';

jest.setTimeout(120_000);

const DEMO = readFileSync(join(ROOT, 'env', '.env.demo'), 'utf8');
const HOST = 'plink7.azurewebsites.net';
const APP = '1b0f6f5c-30a5-44a0-9f0f-8a4c1de0b0aa';
const own = DEMO.replace('presence-link.example', HOST);

const needs = (file: string): string =>
  `which Teams does not know: env/.env.${file} needs its own.`;
const RESERVED =
  `${MANIFEST}: validDomains[0] must be your own host, not presence-link.example, ` +
  "which is reserved and nobody's.";

const COPIES = [
  {
    what: 'as it is',
    env: 'own',
    text: DEMO,
    says: [
      `${MANIFEST}: id, bots[0].botId and webApplicationInfo.id are the sandbox's, ${needs('own')}`,
      RESERVED,
    ],
  },
  {
    what: 'with another host and app',
    env: 'own',
    text: own.replace(/(?<=TEAMS_APP_ID=).*/, APP),
    says: [
      `${MANIFEST}: bots[0].botId and webApplicationInfo.id are the sandbox's, ${needs('own')}`,
    ],
  },
  {
    what: 'in capitals',
    env: 'own',
    text: own
      .replace(/(?<=(TEAMS_APP|AAD_APP_CLIENT)_ID=)./g, 'f')
      .replace(/(?<=BOT_ID=).*/, (id) => id.toUpperCase()),
    says: [`${MANIFEST}: bots[0].botId is the sandbox's, ${needs('own')}`],
  },
  {
    what: 'in a local environment that has an app',
    env: 'local',
    text: own.replace(/(?<=TEAMS_APP_ID=).*/, APP),
    says: [
      `${MANIFEST}: bots[0].botId and webApplicationInfo.id are the sandbox's, ${needs('local')}`,
    ],
  },
];

describe('a copy of the sandbox’s environment', () => {
  let place: Workplace;
  beforeEach(() => (place = new Workplace()));
  afterEach(() => place.dispose());

  test.each(COPIES)('[AP11] is refused until it has ids of its own: $what', (copy) => {
    place.write(`env/.env.${copy.env}`, copy.text);
    const { code, said, made } = place.run(copy.env);
    expect({ lines: said.trimEnd().split('\n'), code, made }).toEqual({
      lines: copy.says,
      code: 1,
      made: [],
    });
  });

  test('[AP11] is refused where the sandbox’s own is gone, too', () => {
    place.remove('env/.env.demo');
    place.write('env/.env.own', own);
    expect(place.run('own').said).toMatch(/ are the sandbox's, which Teams does not know: /);
  });
});
