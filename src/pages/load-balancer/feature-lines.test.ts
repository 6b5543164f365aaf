import { describe, expect, test } from 'vitest';
import { defaultErrorPage, isDefaultErrorPage } from '../../../contract/clb/error-pages.ts';
import type { LoadBalancerDetails } from '../../model/load-balancer.ts';
import { loadBalancer } from '../../test/load-balancer.ts';
import { type FeatureValue, features, errorPage as lineOf } from './feature-lines.ts';

const errorPage = (content: string) => lineOf({ content, isDefault: isDefaultErrorPage(content) });

const value = (label: string, details: Partial<LoadBalancerDetails>): FeatureValue => {
  const read = features.find((each) => each.label === label)?.read;
  if (typeof read !== 'function') throw new Error(`${label} needs more than the details.`);
  return read(loadBalancer(details));
};

test('the nine lines, in the order of the original panel', () => {
  expect(features.map(({ label }) => label)).toEqual([
    'Health Monitoring',
    'Connection Throttling',
    'Session Persistence',
    'Content Caching',
    'Secure Traffic (SSL)',
    'HTTPS Redirect',
    'Logging',
    'Error Page',
    'Access Control',
  ]);
});

const monitor = { type: 'HTTP', delay: 15, timeout: 5, attemptsBeforeDeactivation: 2, path: '/up' };
const ssl = { enabled: true, securePort: 443, secureTrafficOnly: false };
const redirectSentence = 'Available when using HTTPS:443 or HTTP with Secure Traffic (SSL) configured.';

describe('each line reads as in the original, with what the panel adds beside it', () => {
  test.each<[label: string, details: Partial<LoadBalancerDetails>, value: string, note?: string]>([
    ['Health Monitoring', { healthMonitor: null }, 'Disabled'],
    ['Health Monitoring', { healthMonitor: monitor }, 'Enabled', 'HTTP /up, every 15 s, OFFLINE after 2 failures'],
    [
      'Health Monitoring',
      { healthMonitor: { ...monitor, type: 'CONNECT', path: null, attemptsBeforeDeactivation: 1 } },
      'Enabled',
      'CONNECT, every 15 s, OFFLINE after 1 failure',
    ],
    ['Connection Throttling', { maxConnections: null }, 'Disabled'],
    ['Connection Throttling', { maxConnections: 0 }, 'Enabled', 'no limit'],
    ['Connection Throttling', { maxConnections: 12_000 }, 'Enabled', 'at most 12,000 connections from one client'],
    ['Content Caching', { contentCaching: true }, 'Enabled'],
    ['Content Caching', { contentCaching: false }, 'Disabled'],
    ['Secure Traffic (SSL)', { sslTermination: null }, 'Not Configured'],
    ['Secure Traffic (SSL)', { sslTermination: ssl }, 'Enabled', 'port 443, beside port 80'],
    [
      'Secure Traffic (SSL)',
      { sslTermination: { ...ssl, secureTrafficOnly: true } },
      'Enabled',
      'port 443, secure traffic only',
    ],
    ['Secure Traffic (SSL)', { sslTermination: { ...ssl, enabled: false } }, 'Disabled', 'port 443'],
    ['HTTPS Redirect', { protocol: 'HTTP', sslTermination: null }, redirectSentence],
    ['HTTPS Redirect', { protocol: 'HTTPS', port: 8443 }, redirectSentence],
    ['HTTPS Redirect', { protocol: 'TCP', port: 443 }, redirectSentence],
    ['HTTPS Redirect', { protocol: 'HTTPS', port: 443 }, 'Disabled'],
    ['HTTPS Redirect', { protocol: 'HTTPS', port: 443, httpsRedirect: true }, 'Enabled'],
    ['HTTPS Redirect', { protocol: 'HTTP', sslTermination: ssl }, 'Disabled'],
    ['Logging', { connectionLogging: true }, 'Enabled'],
    ['Access Control', { accessRules: 0 }, '0 Access Rules'],
    ['Access Control', { accessRules: 1 }, '1 Access Rule'],
  ])('%s %o', (label, details, word, note) =>
    expect(value(label, details)).toEqual(note ? { value: word, note } : { value: word }),
  );
});

describe('the error page', () => {
  test.each([
    ['the service’s', defaultErrorPage],
    ['the service’s, in lines of its own', defaultErrorPage.replaceAll('><', '>\r\n  <')],
    ['the documents’', '<html> DEFAULT ERROR PAGE</html>\n'],
    ['the documents’, spelt without the space', '<html>DEFAULT ERROR PAGE</html>'],
  ])('%s is known to be the default', (_, content) => expect(errorPage(content)).toEqual({ value: 'Default page' }));
  test('any other is told by its size in bytes', () =>
    expect(errorPage('<p>Zurück</p>')).toEqual({ value: 'Page of 14 bytes' }));
});
