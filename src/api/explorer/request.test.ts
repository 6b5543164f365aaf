import { expect, test } from 'vitest';
import { paths } from '../../model/paths.ts';
import { apiOf, loadApi } from './apis.ts';
import { exampleText, takesBody } from './body.ts';
import { operationIds, operationOf } from './operations.ts';
import { type CallValues, explorerRequest, linkValues, parametersOf, valuesOf, valuesOfLink } from './request.ts';

await loadApi('octavia');

const nasty = `a&b=c?d #e/f'g"h +i%20`;

test.each([...operationIds('clb'), ...operationIds('octavia')])(
  'what is filled in for %s comes back from its request and from its link',
  (id) => {
    const { path, query = [] } = operationOf(id);
    const values: CallValues = {
      region: 'ORD',
      params: Object.fromEntries(
        parametersOf(path).map((name) => [name, String(apiOf(id).pathParameters[name]!.example)]),
      ),
      query: Object.fromEntries(query.map(({ name, type }) => [name, type.endsWith('-list') ? '31, 32' : nasty])),
      body: takesBody(id) ? exampleText(id) : null,
    };
    const request = explorerRequest(id, values, 'https://ord.example.com/v1.0/100001');
    expect(valuesOf(id, request)).toEqual(values);
    const link = new URL(paths.explorer(id, linkValues(id, values)), 'https://panel.example.com');
    expect(link.pathname).toBe(`/explorer/${id}`);
    const { tokenId, ...kept } = values.params;
    expect(valuesOfLink(id, link.searchParams)).toEqual({
      ...values,
      params: tokenId === undefined ? kept : { ...kept, tokenId: '' },
    });
  },
);

test('a path that misses an id, or whose id would change it, is no request', () => {
  const of = (loadBalancerId: string) => () =>
    explorerRequest('loadBalancers.show', { region: 'ORD', params: { loadBalancerId }, query: {}, body: null }, null);
  expect(of('')).toThrow();
  expect(of('71/nodes')).toThrow();
  expect(of(' 71 ')().path).toBe('/loadbalancers/71');
});
