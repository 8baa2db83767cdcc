/** @jest-environment jsdom */
import { fireEvent, screen } from '@testing-library/react';
import { Linked } from '../../tab/pages/Linked';
import { ApiProblem } from '../../tab/api/client';
import { pass, show, useHandTime } from './render';
import { createService } from './service';
import type { HandService } from './service';

useHandTime();

async function openSettings(service: HandService) {
  location.hash = '#/settings';
  const { link, preferences } = service;
  const shown = await show(
    service.calls,
    <Linked link={link} preferences={preferences} onGone={() => undefined} />,
  );
  await pass();
  return shown;
}

const radio = (name: RegExp) => screen.getByRole('radio', { name });
const isChosen = (name: RegExp): boolean => (radio(name) as HTMLInputElement).checked;
const puts = ({ asked }: HandService) => asked.filter((one) => one.startsWith('putPreferences'));

test('[TB8] shows a choice at once, and that it is kept once it is', async () => {
  const service = createService();
  await openSettings(service);
  fireEvent.click(radio(/^Nothing/));
  expect([isChosen(/^Nothing/), screen.queryByText('Saved')]).toEqual([true, null]);
  await pass();
  expect(screen.queryByText('Saved')).not.toBeNull();
  expect(service.preferences.value).toEqual({ posts: 'nothing', language: null });
});

test('[TB8] makes quick choices one after the other, each on what the one before has left', async () => {
  const service = createService();
  const { spoken } = await openSettings(service);
  fireEvent.click(radio(/^Nothing/));
  fireEvent.click(radio(/^Every automatic change/));
  fireEvent.change(screen.getByLabelText(/^Language/), { target: { value: 'de' } });
  expect([isChosen(/^Every automatic change/), spoken]).toEqual([true, ['de']]);
  await pass();
  expect(service.preferences).toEqual({ value: { posts: 'changes', language: 'de' }, etag: '"4"' });
  expect(puts(service)).toHaveLength(3);
  expect([isChosen(/^Every automatic change/), spoken.at(-1)]).toEqual([true, 'de']);
});

test('[TB8] reads anew what another page has changed meanwhile, says so, and takes the next choice', async () => {
  const service = createService();
  await openSettings(service);
  service.preferences = { value: { posts: 'changes', language: 'fr' }, etag: '"8"' };
  fireEvent.click(radio(/^Nothing/));
  await pass();
  expect(service.preferences.value.posts).toBe('changes');
  const told = screen.getByText(/^You changed this somewhere else meanwhile\./);
  expect(told.closest('[role="status"]')).not.toBeNull();
  expect([isChosen(/^Every automatic change/), screen.queryByText('Saved')]).toEqual([true, null]);
  fireEvent.click(radio(/^Nothing/));
  await pass();
  expect(service.preferences).toEqual({ value: { posts: 'nothing', language: 'fr' }, etag: '"9"' });
  expect(screen.queryByText(/^You changed this somewhere else/)).toBeNull();
});

test('[TB8] goes back to what stands where a choice failed, with the code', async () => {
  const service = createService();
  const { spoken } = await openSettings(service);
  const mend = service.fail('putPreferences', new ApiProblem('store-unavailable', 503));
  fireEvent.change(screen.getByLabelText(/^Language/), { target: { value: 'ja' } });
  await pass();
  const alert = screen.getByRole('alert').textContent;
  expect(alert).toMatch(/^Nothing changed\. .+ 503 store-unavailable\.$/);
  expect(spoken).toEqual(['ja', null]);
  mend();
  fireEvent.click(radio(/^Nothing/));
  await pass();
  expect([screen.queryByRole('alert'), service.preferences.value.posts]).toEqual([null, 'nothing']);
});
