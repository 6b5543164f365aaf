import { QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, screen } from '@testing-library/react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { expect, test, vi } from 'vitest';
import { apiOf, loadApi } from '../../api/explorer/apis.ts';
import {
  bodyIssues,
  exampleText,
  type FieldSchema,
  takesBody,
  valueOfText,
  valueSchema,
} from '../../api/explorer/body.ts';
import { exploredOf, type OperationId, operationIds, operationOf } from '../../api/explorer/operations.ts';
import { parametersOf, valuesOfLink } from '../../api/explorer/request.ts';
import { variables } from '../../api/explorer/snippets/request.ts';
import { queryClient } from '../../api/http/query-client.ts';
import { type SessionState, sessionQuery } from '../../api/http/session.ts';
import { render } from '../../test/render.tsx';
import { OperationPage } from './OperationPage.tsx';

vi.setConfig({ testTimeout: 30_000 });
await loadApi('octavia');

/** Opens an operation as somebody who is not signed in. */
function open(id: OperationId) {
  queryClient.clear();
  const state: SessionState = { signedIn: false, local: false, demoUsers: [], clouds: [] };
  queryClient.setQueryData(sessionQuery.queryKey, state);
  const page = (
    <OperationPage
      id={id}
      visit=""
      start={valuesOfLink(id, new URLSearchParams('region=ORD'))}
      session={null}
      regions={['ORD']}
      favourite={false}
      onFavourite={() => undefined}
    />
  );
  const router = createMemoryRouter([{ path: '*', element: page }]);
  return render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  ).container;
}

/** Roles and accessible names take seconds to compute for a long form; its buttons are named by their text. */
function press(container: HTMLElement, name: string): void {
  const button = [...container.querySelectorAll('button')].find(({ textContent }) => textContent === name);
  if (!button) throw new Error(`There is no button ${name}.`);
  fireEvent.click(button);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fills the fields, one by one as a person does, from a value that the schema describes. */
function fill(container: HTMLElement, schema: FieldSchema, value: unknown, path: string, title: string): void {
  if (isRecord(value)) {
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      if (value[name] === undefined) continue;
      const fieldTitle = field.title ?? name;
      const optional = !schema.required?.includes(name);
      if (field.type === 'object' && optional) press(container, `Add ${fieldTitle}`);
      fill(container, field, value[name], `${path}.${name}`, fieldTitle);
    }
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => {
      if (index >= (schema.minItems ?? 0)) press(container, `Add an item to ${title}`);
      fill(container, schema.items ?? {}, item, `${path}[${index}]`, title);
    });
  } else {
    const [control, ...more] = container.querySelectorAll<HTMLInputElement>(`[name="${path}"]`);
    if (!control) throw new Error(`There is no field for ${path}.`);
    const radio = [control, ...more].find((each) => each.type === 'radio' && each.value === String(value));
    if (radio) fireEvent.click(radio);
    else fireEvent.change(control, { target: { value: String(value) } });
  }
}

const hasShapes = ({ type, properties = {}, items }: FieldSchema): boolean =>
  type === undefined || Object.values(properties).some(hasShapes) || (items !== undefined && hasShapes(items));

const queryExamples = {
  string: 'web',
  integer: '2',
  boolean: 'true',
  'date-time': '2031-05-02T17:20:11Z',
  'integer-list': '31, 32',
  'string-list': 'one, two',
};
const all = [...operationIds('clb'), ...operationIds('octavia')];

test.each(all)('%s opens, is filled in from its example, and mocks what the contract says', (id) => {
  const { title, method, path, query = [], root, anonymous, warning, faults, document } = operationOf(id);
  const { commonFaults, pathParameters } = apiOf(id);
  const container = open(id);
  expect(container.querySelector('h2')?.textContent).toBe(title);
  if (warning) expect(screen.getByText(warning)).toBeDefined();
  const possible = faults.length + (root === 'identity' ? 0 : commonFaults.length);
  expect(screen.getByText(`Possible faults (${possible})`)).toBeDefined();
  expect(screen.getByText<HTMLAnchorElement>('Documentation').href).toBe(document);

  for (const name of parametersOf(path)) {
    const { title: label, example } = pathParameters[name]!;
    fireEvent.change(screen.getByLabelText(new RegExp(`^${label}`)), { target: { value: String(example) } });
  }
  for (const { name, type, values } of query)
    fireEvent.change(screen.getByLabelText(new RegExp(`^${name}(required)?$`)), {
      target: { value: values?.[0] ?? queryExamples[type] },
    });
  if (takesBody(id)) {
    // A field that may be of several shapes is written in the text alone.
    if (hasShapes(valueSchema(id))) press(container, 'Fill with the example');
    else fill(container, valueSchema(id), valueOfText(id, exampleText(id)), 'body', valueSchema(id).title ?? 'body');
    const editor = screen.getByLabelText<HTMLTextAreaElement>('Body, as JSON');
    expect(JSON.parse(editor.value)).toEqual(JSON.parse(exampleText(id)));
  }

  press(container, 'Mock API call');
  expect(screen.getByText(/nothing was sent/)).toBeDefined();
  const shown = screen.getByLabelText('The request').textContent;
  const [head = '', ...rest] = shown.split('\n\n');
  const [line, ...headers] = head.split('\n');
  const [target = '', asked = ''] = (line ?? '').replace(`${method} `, '').split('?');
  const { identity, endpoint } = variables[exploredOf(id)];
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(pathParameters[name]!.example)),
  );
  expect(target).toBe(`$${root ? identity : endpoint}${filled}`);
  expect([...new URLSearchParams(asked).keys()]).toEqual(
    query.flatMap(({ name, type, values }) => (type.endsWith('-list') && !values ? [name, name] : [name])),
  );
  expect(headers.includes('X-Auth-Token: •••')).toBe(!anonymous);
  if (takesBody(id)) {
    expect(bodyIssues(id, rest.join('\n\n'))).toEqual([]);
    expect(JSON.parse(rest.join('\n\n'))).toEqual(JSON.parse(exampleText(id)));
  } else expect(rest).toEqual([]);
});
