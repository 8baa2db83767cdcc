import { readInstant } from '../../../src/clients/vcc/instant';

describe('an instant', () => {
  it.each([
    ['2023-09-20T09:49:05.9469999Z', Date.UTC(2023, 8, 20, 9, 49, 5, 946)],
    ['2023-09-20T09:49:05.9Z', Date.UTC(2023, 8, 20, 9, 49, 5, 900)],
    ['2023-09-20T09:49:05Z', Date.UTC(2023, 8, 20, 9, 49, 5)],
    ['2023-09-20T09:49:05.123', Date.UTC(2023, 8, 20, 9, 49, 5, 123)],
    ['2023-09-20T11:49:05.123+02:00', Date.UTC(2023, 8, 20, 9, 49, 5, 123)],
  ])('[WW1] is cut to whole milliseconds: %s', (text, instant) => {
    expect(readInstant(text)).toBe(instant);
  });

  it.each(['', 'yesterday', '2023-13-40T00:00:00Z', '1695203345'])('is not %s', (text) => {
    expect(readInstant(text)).toBeUndefined();
  });
});
