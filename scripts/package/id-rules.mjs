/** The app, its bot and its sign-in: three registrations, each by the id the environment has for it. */
import { at, SANDBOX } from './problems.mjs';
import { repeated } from './text-rules.mjs';

const NIL = /^[0-]+$/;
/** Of env/.env.demo. Not read from there: whoever renames the file has them all the same. */
const SANDBOX_IDS = [
  '7d1c5a52-0b7e-4c1f-9a36-52f0c8e4b9d1',
  '2f7d9a10-64c3-4e58-9b02-c1d5e8f3a703',
  '5b8f0e27-93d4-4a6b-8c15-e7a2d6f41b30',
];

/** The manifest has the right shape. */
export function* idProblems({ id, bots, webApplicationInfo }, environment) {
  const ids = [
    ['id', id, 'TEAMS_APP_ID'],
    ...bots.map(({ botId }, index) => [`bots[${index}].botId`, botId, 'BOT_ID']),
    ['webApplicationInfo.id', webApplicationInfo.id, 'AAD_APP_CLIENT_ID'],
  ];
  const wrong = ids.flatMap(([field, given, name]) => {
    if (NIL.test(given)) return [at(field, 'is a GUID of nothing but zeros')];
    if (!environment.isForLooking && SANDBOX_IDS.includes(given.toLowerCase())) {
      return [at(field, `${SANDBOX}: ${environment.file} needs its own`)];
    }
    if (given.toLowerCase() === environment.valueOf(name)?.toLowerCase()) return [];
    return [at(field, `must be the ${name} of the environment, not ${given}`)];
  });
  yield* wrong.length > 0 ? wrong : repeated(ids);
}
