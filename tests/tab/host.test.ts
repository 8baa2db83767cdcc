/** @jest-environment jsdom */
import { app } from '@microsoft/teams-js';
import { connectHost } from '../../tab/host/host';
import type { Host } from '../../tab/host/host';

jest.mock('@microsoft/teams-js', () => ({
  app: { initialize: jest.fn(), getContext: jest.fn(), notifySuccess: async () => undefined },
  authentication: {},
}));
const teams = app as jest.Mocked<typeof app>;
const CONTEXT = {
  app: { theme: 'dark', locale: 'de-de' },
  page: { id: 'home', subPageId: 'settings' },
  user: { tenant: { id: 'meadow' } },
} as unknown as app.Context;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const afterMs = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** What is told of the host, in order; `nobody` is what the page says outside Teams. */
function connect(): string[] {
  const told: string[] = [];
  const tell = (host: Host): void => void told.push(`${host.theme} ${host.page}`);
  void connectHost(tell).then((host) => (host ? tell(host) : void told.push('nobody')));
  return told;
}

test('[TB2] whoever answers in time is the host', async () => {
  teams.initialize.mockResolvedValue(undefined);
  teams.getContext.mockResolvedValue(CONTEXT);
  const told = connect();
  await jest.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual(['dark settings']);
});

test('[TB2][TB13] a host that answers late, as on a bad line, is one nevertheless', async () => {
  teams.initialize.mockImplementation(() => afterMs(6_000));
  teams.getContext.mockResolvedValue(CONTEXT);
  const told = connect();
  await jest.advanceTimersByTimeAsync(5_000);
  expect(told).toEqual(['nobody']);
  await jest.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual(['nobody', 'dark settings']);
});

test('[TB2] outside Teams the library refuses at once, and nobody comes later', async () => {
  teams.initialize.mockRejectedValue(new Error('No Parent window found.'));
  const told = connect();
  await jest.advanceTimersByTimeAsync(0);
  expect(told).toEqual(['nobody']);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual(['nobody']);
});
