import * as fc from 'fast-check';
import { scenarios } from './world/arbitraries';
import { MINUTE } from '../../src/core/time';
import { World } from './world/world';
import { errorsIn, explainRest, pendingIn } from './world/rest';
test('stats', () => {
  const stats: Record<string, number> = {};
  const bad: Record<string, number> = {};
  const t0 = Date.now();
  const runs = Number(process.env['N'] ?? 200);
  for (const scenario of fc.sample(scenarios(), { numRuns: runs, seed: 1 })) {
    let world: World;
    try {
    world = new World(scenario).play().quieten(40 * MINUTE);
    } catch (e) { bad[String(e)] = (bad[String(e)] ?? 0) + 1; continue; }
    const e = explainRest(world) ?? 'UNEXPLAINED';
    stats[e] = (stats[e] ?? 0) + 1;
    for (const p of [...pendingIn(world), ...errorsIn(world), ...world.ledger.faults.map(f=>f.replace(/\d+/g,'N'))]) bad[p] = (bad[p] ?? 0) + 1;
  }
  console.log(Date.now() - t0, stats, bad);
});
