/** The app, its bot and its sign-in: three registrations, each by the id the environment has for it. */
import { at } from './problems.mjs';
import { repeated } from './text-rules.mjs';

const NIL = /^[0-]+$/;

/** The manifest has the right shape. */
export function* idProblems({ id, bots, webApplicationInfo }, environment) {
  const ids = [
    ['id', id, 'TEAMS_APP_ID'],
    ...bots.map(({ botId }, index) => [`bots[${index}].botId`, botId, 'BOT_ID']),
    ['webApplicationInfo.id', webApplicationInfo.id, 'AAD_APP_CLIENT_ID'],
  ];
  const wrong = ids.flatMap(([field, given, name]) => {
    if (NIL.test(given)) return [at(field, 'is a GUID of nothing but zeros')];
    if (given.toLowerCase() === environment.valueOf(name)?.toLowerCase()) return [];
    return [at(field, `must be the ${name} of the environment, not ${given}`)];
  });
  yield* wrong.length > 0 ? wrong : repeated(ids);
}
