import { MovableClock } from '../../sandbox/clock';
import { createEndpointHealth } from '../../sandbox/graph/subscriptions/endpoint-health';

const URL_A = 'https://link.example/notify';
const MINUTE = 60_000;

function noted(answers: number, tooSlow: number) {
  const clock = new MovableClock();
  const health = createEndpointHealth(clock);
  for (let n = 0; n < answers; n += 1) health.note(URL_A, n < tooSlow);
  return { clock, health };
}

describe('the health of an endpoint', () => {
  it.each([
    [100, 10, 'good'],
    [100, 11, 'slow'],
    [100, 15, 'slow'],
    [100, 16, 'drop'],
    [99, 99, 'good'],
  ])('of %d answers with %d too slow is judged by their share', (answers, tooSlow, state) => {
    expect(noted(answers, tooSlow).health.of(URL_A)).toBe(state);
  });

  it('is per host and forgets after ten minutes', async () => {
    const { clock, health } = noted(100, 100);
    const other = health.of('https://other.example/notify');

    await clock.advance(10 * MINUTE);

    expect(other).toBe('good');
    expect(health.of(URL_A)).toBe('good');
  });
});
