// The demo serves product and world page in one process, and restify changes node's own responses.
import 'restify';
import { openPage, post } from './world-client';
import { startSetting } from './world-setting';
import type { Setting } from './world-setting';

let setting: Setting;

beforeAll(async () => {
  setting = await startSetting();
});

afterAll(() => setting.close());

describe('the world page in the process of the product', () => {
  it('serves its files', async () => {
    const response = await fetch(`${setting.url}/main.js`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/javascript');
  });

  it('takes actions and tells what changed', async () => {
    const page = await openPage(setting.url);
    const action = { do: 'agent.choose', person: 'juniper-vale', state: 'Lunch' };
    expect(await post(setting.url, action)).toEqual({ status: 204, error: '' });
    await page.state((state) => state.person.vcc?.state === 'Lunch');
    page.close();
  });

  it('answers refusals', async () => {
    expect((await post(setting.url, '{')).status).toBe(400);
  });
});
