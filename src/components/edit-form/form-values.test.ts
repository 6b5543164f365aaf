import { expect, test } from 'vitest';
import type { EditField } from '../../api/providers/edit.ts';
import { fieldIn, keptIn, presetOf } from './form-values.ts';

const field = (name: string, label: string): EditField => ({ name, label, control: 'text' });
const settings = [field('name', 'Name'), field('protocol', 'Protocol'), field('port', 'Port')];
const monitor = [field('path', 'Path'), field('statusRegex', 'Status regex'), field('hostHeader', 'Host header')];

test.each([
  ['Load balancer port is invalid. Please specify a valid port.', settings, 'port'],
  ['Port currently assigned to one of the virtual ips. Please verify protocol/port combinations.', settings, 'port'],
  ['Cannot update protocol on a load balancer with ssl termination.', settings, 'protocol'],
  ['An unknown exception has occurred. Please contact support.', settings, null],
  ['The hostname is not known.', settings, null],
  ['statusRegex can not exceed 128 characters.', monitor, 'statusRegex'],
  ['Must provide a valid status regex', monitor, 'statusRegex'],
  ['Must provide a valid host header name.', monitor, 'hostHeader'],
  ['It is refused.', monitor, null],
])('%s', (words, fields, name) => {
  expect(fieldIn(words, fields)).toBe(name);
});

test('an address chooses only what could be chosen by hand', () => {
  const choices = [
    { value: 'PRIMARY', label: 'Primary' },
    { value: 'SECONDARY', label: 'Secondary', misfit: 'Secondary needs health monitoring.' },
  ];
  const fields: EditField[] = [{ name: 'type', label: 'Type', control: 'select', choices }];
  const chosen = (query: string) => presetOf(new URLSearchParams(query), fields);
  expect(chosen('type=PRIMARY')).toEqual({ type: 'PRIMARY' });
  expect(chosen('type=SECONDARY')).toEqual({});
  expect(chosen('type=%3Cb%3E')).toEqual({});
});

test('of what was kept only what is of the form’s kind comes back', () => {
  const initial = { enabled: false, maxConnections: '' };
  expect(keptIn({ enabled: true, maxConnections: '77' }, initial)).toEqual({ enabled: true, maxConnections: '77' });
  expect(keptIn({ enabled: 'no', maxConnections: true, other: 'x' }, initial)).toEqual({});
});
