import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

describe('settings', () => {
  it('are complete without any', () => {
    expect(readSettings({ PORT: '' })).toEqual({
      host: '127.0.0.1',
      port: 4000,
      dataDir: './data',
      publicUrl: undefined,
      identityUrl: 'http://127.0.0.1:4100/v2.0',
      keystoneUrl: undefined,
      cloudsFile: undefined,
      sessionSecrets: undefined,
      databaseUrl: undefined,
      checkNetworks: [],
      logLevel: 'info',
      historyDays: 90,
      feedbackWebhookUrl: undefined,
    });
  });

  it('are read from the environment', () => {
    const secrets = ['a'.repeat(32), 'b'.repeat(32)];
    expect(
      readSettings({
        PORT: '0',
        REGION_PORT: '5100',
        PUBLIC_URL: 'https://panel.example.com/',
        SESSION_SECRET: secrets.join(', '),
        DATABASE_URL: 'postgres://user@host/db',
        CHECK_NETWORKS: '10.0.0.0/8, fd00::/8',
        HISTORY_DAYS: '7',
      }),
    ).toMatchObject({
      port: 0,
      identityUrl: 'http://127.0.0.1:5100/v2.0',
      publicUrl: 'https://panel.example.com',
      sessionSecrets: secrets,
      checkNetworks: ['10.0.0.0/8', 'fd00::/8'],
      historyDays: 7,
    });
  });

  it('name a local region only where no identity service is named', () => {
    const of = (environment: Record<string, string>) =>
      (readSettings(environment) as { identityUrl: unknown }).identityUrl;
    expect(of({ OS_AUTH_URL: 'http://10.0.0.5/identity' })).toBeUndefined();
    expect(of({ OS_CLIENT_CONFIG_FILE: 'clouds.yaml' })).toBeUndefined();
    const clb = 'https://identity.example.com/v2.0';
    expect(of({ OS_AUTH_URL: 'https://keystone.example.com/v3', CLB_IDENTITY_URL: clb })).toBe(clb);
  });

  it.each([
    [{ OS_AUTH_URL: 'keystone.example.com' }, /^The setting OS_AUTH_URL must be a URL/],
    [
      { OS_AUTH_URL: 'https://keystone.example.com/v2.0' },
      /^The setting OS_AUTH_URL must be the root of a Keystone v3/,
    ],
    [
      { OS_AUTH_URL: 'https://me:secret@keystone.example.com/v3' },
      /^The setting OS_AUTH_URL must be an address without/,
    ],
    [{ PORT: '70000' }, 'The setting PORT must be a whole number from 0 to 65535 (it is "70000").'],
    [{ PORT: '4000x' }, 'The setting PORT must be a whole number from 0 to 65535 (it is "4000x").'],
    [{ LOG_LEVEL: 'loud' }, /^The setting LOG_LEVEL must be one of .* \(it is "loud"\)\.$/],
    [{ CHECK_NETWORKS: '10.0.0.1' }, /^The setting CHECK_NETWORKS must be networks in CIDR form/],
    [{ CLB_IDENTITY_URL: 'http://identity.example.com/v2.0' }, /^The setting CLB_IDENTITY_URL must begin with https/],
    [{ CLB_IDENTITY_URL: 'https://identity.example.com/v3' }, /^The setting CLB_IDENTITY_URL must be the root/],
    [{ CLB_IDENTITY_URL: 'ftp://x' }, /^The setting CLB_IDENTITY_URL must be a URL/],
    [{ CLB_IDENTITY_URL: 'identity' }, /^The setting CLB_IDENTITY_URL must be a URL/],
    [{ PUBLIC_URL: 'panel' }, /^The setting PUBLIC_URL must be a URL/],
    [{ PUBLIC_URL: 'https://panel.example.com/holdfast' }, /^The setting PUBLIC_URL must be an address without a path/],
    [{ HISTORY_DAYS: '0' }, /^The setting HISTORY_DAYS must be a whole number from 1 to 36500/],
    [{ FEEDBACK_WEBHOOK_URL: 'x' }, /^The setting FEEDBACK_WEBHOOK_URL must be a URL/],
  ])('%j is refused in one sentence', (environment, sentence) => {
    expect(readSettings(environment)).toEqual(
      typeof sentence === 'string' ? sentence : expect.stringMatching(sentence),
    );
  });

  it('repeat no secrets when they are wrong', () => {
    for (const environment of [{ SESSION_SECRET: 'short-secret' }, { DATABASE_URL: 'mysql://user:secret@host/db' }]) {
      const sentence = readSettings(environment) as string;
      expect(sentence).toMatch(/^The setting (SESSION_SECRET|DATABASE_URL) must /);
      expect(sentence).not.toContain('secret@');
      expect(sentence).not.toContain('short-secret');
    }
  });
});
