/** @jest-environment jsdom */
import { fireEvent, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { createPart } from '../../tab/components/Part/Part';
import { Guard } from '../../tab/components/Guard/Guard';
import { useLanguage } from '../../tab/state/use-words';
import type { Language } from '../../tab/words/words';
import { en } from '../../tab/words/en';
import { de } from '../../tab/words/de';
import { pass, show, useHandTime } from './render';
import { createService } from './service';

useHandTime();

const Late = ({ name }: { readonly name: string }): ReactElement => <p>Here is {name}.</p>;
/** As a browser says it where a file of an older build is gone. */
const MISSING = new TypeError('Failed to fetch dynamically imported module: /assets/Late-1.js');
const calls = createService().calls;
const again = () => fireEvent.click(screen.getByRole('button', { name: 'Try again' }));

/** A part that is loaded as often as is said, and fails before. */
function loader(failures: number) {
  let left = failures;
  let tries = 0;
  const load = async () => {
    tries += 1;
    if (left-- > 0) throw MISSING;
    return Late;
  };
  return { load, tries: () => tries };
}

test('[TB13] a part that cannot be loaded says so in its place, and is there when it can', async () => {
  const { load, tries } = loader(1);
  const Part = createPart(load, () => <p>Waiting</p>);
  const shown = await show(calls, <Part name="Clover" />);
  expect(shown.text()).toContain('Our service does not answer. Try again in a moment.');
  again();
  await pass();
  expect([shown.text(), tries()]).toEqual(['Here is Clover.', 2]);
});

test('[TB11][TB13] a part is loaded once, and waited for in its own shape', async () => {
  const { load, tries } = loader(0);
  const Part = createPart(load, () => <p>Waiting</p>);
  const shown = await show(
    calls,
    <>
      <Part name="Clover" />
      <Part name="Thyme" />
    </>,
  );
  expect(shown.text()).toBe('Here is Clover.Here is Thyme.');
  expect(tries()).toBeLessThanOrEqual(2);
  const before = tries();
  await show(calls, <Part name="Sage" />);
  expect(tries()).toBe(before);
});

test('[TB13] what still cannot be loaded may be of an older build: the whole page is asked for anew', async () => {
  const { load } = loader(9);
  let reloads = 0;
  const Part = createPart(
    load,
    () => <p>Waiting</p>,
    () => void (reloads += 1),
  );
  await show(calls, <Part name="Clover" />);
  again();
  await pass();
  expect(reloads).toBe(1);
});

test('[TB13] a page that fails while it is drawn says so, and a click begins anew', async () => {
  const logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  let isBroken = true;
  let reloads = 0;
  const Broken = (): ReactElement => {
    if (isBroken) throw new Error('A bug.');
    return <p>Well again.</p>;
  };
  const shown = await show(
    calls,
    <Guard onRetry={() => void (reloads += 1)}>
      <Broken />
    </Guard>,
  );
  expect(shown.text()).toContain('This did not work');
  expect(shown.text()).toContain('unexpected');
  isBroken = false;
  again();
  await pass();
  expect([shown.text(), reloads]).toEqual(['Well again.', 1]);
  logged.mockRestore();
});

function Spoken({ locale, load }: { locale: string; load: Parameters<typeof useLanguage>[2] }) {
  const words = useLanguage(locale, null, load);
  return <p>{words ? `${words.language} ${words.say('nav.home')}` : 'nothing'}</p>;
}

test.each([
  ['de-de', 'en Home'],
  ['en_US', 'en Home'],
  ['', 'en Home'],
])(
  '[TB7][TB13] a language that cannot be loaded gives way to English (%s)',
  async (locale, told) => {
    const load = async (language: Language) => {
      if (language !== 'en') throw MISSING;
      return en;
    };
    const shown = await show(calls, <Spoken locale={locale} load={load} />);
    expect(shown.text()).toBe(told);
  },
);

test('[TB7] speaks the language of Teams', async () => {
  const shown = await show(calls, <Spoken locale="de_DE" load={async () => de} />);
  expect(shown.text()).toBe('de Start');
});
