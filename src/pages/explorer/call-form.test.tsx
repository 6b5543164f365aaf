import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { CallValues } from '../../api/explorer/request.ts';
import { useCallForm } from './call-form.ts';

const start: CallValues = { region: 'ORD', params: { loadBalancerId: '71' }, query: {}, body: null };
const open = () => renderHook(() => useCallForm('sessionPersistence.enable', start));

test('values of a former call take the place of what was filled in, and stay', () => {
  const { result, rerender } = open();
  const body = '{"sessionPersistence": {"persistenceType": "SSL_ID"}}';
  act(() => result.current.fill({ region: 'DFW', params: { loadBalancerId: '9' }, query: {}, body }));
  rerender();
  expect(result.current.values).toEqual({ region: 'DFW', params: { loadBalancerId: '9' }, query: {}, body });
});

test('a typed body is sent as typed until a field changes', () => {
  const { result } = open();
  const typed = '{"persistenceType":"SOURCE_IP"}';
  act(() => result.current.setText(typed));
  expect(result.current.values.body).toBe(typed);
  expect(result.current.form.state.values.body).toEqual({ persistenceType: 'SOURCE_IP' });
  act(() => result.current.form.setFieldValue('body', { persistenceType: 'SSL_ID' }));
  expect(JSON.parse(result.current.values.body ?? '')).toEqual({ sessionPersistence: { persistenceType: 'SSL_ID' } });
});

test('a text that is no JSON leaves the fields as they were, and says where to look', () => {
  const { result } = open();
  act(() => result.current.setText('{"sessionPersistence": {"persistenceType": "SSL_ID"}}'));
  act(() => result.current.setText('{"sessionPersistence":\n  oops'));
  expect(result.current.problem).toMatch(/^This is not JSON: look at line 2, column \d+\.$/);
  expect(result.current.form.state.values.body).toEqual({ persistenceType: 'SSL_ID' });
  expect(result.current.values.body).toContain('oops');
});
