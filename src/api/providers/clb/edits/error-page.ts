import { errorPage } from '../../../../../contract/clb/operations/error-page.ts';
import { errorPageRequests } from '../../../../../contract/clb/schemas/error-page.ts';
import { z } from '../../../../../contract/shared/zod.ts';
import { count } from '../../../../model/format.ts';
import { writeRequest } from '../../write-request.ts';
import { editOf, formSchema, readAs } from './form.ts';

interface Page {
  /** Null for the service's own page. */
  readonly content: string | null;
}

const Stored = z.object({ content: z.string().nullable() });

const bytes = (text: string): number => new TextEncoder().encode(text).length;

/** Source: CLB v1.0 developer guide, "Error page". */
export const errorPageEdit = editOf<Page>({
  name: 'error-page',
  title: 'Edit Error Page',
  noun: 'error page',
  operations: ['errorPage.set', 'errorPage.delete'],
  async valueIn({ region, id }) {
    const { errorPage: read } = await import('../reports.ts');
    const { content, isDefault } = await read({ region, id });
    return { content: isDefault ? null : content };
  },
  read: readAs(Stored),
  words: ({ content }) => (content === null ? 'Default page' : `Page of ${count(bytes(content), 'byte')}`),
  request: ({ region, id }, { content }) =>
    content === null
      ? writeRequest(errorPage, 'errorPage.delete', { region, params: { loadBalancerId: id } })
      : writeRequest(errorPage, 'errorPage.set', {
          region,
          params: { loadBalancerId: id },
          body: { errorpage: { content } },
        }),
  fields: ({ custom }) => [
    { name: 'custom', label: 'Show a page of your own', control: 'checkbox' },
    ...(custom
      ? [
          {
            name: 'content',
            label: 'Content',
            help: 'HTML of up to 65,536 characters, that clients get when no node can answer.',
            control: 'area',
            rows: 10,
          } as const,
        ]
      : []),
  ],
  preview: ({ custom, content }) => (custom && content ? String(content) : null),
  toForm: ({ content }) => ({ custom: content !== null, content: content ?? '' }),
  schema: () =>
    formSchema<Page>(
      errorPageRequests.ErrorPageRequest.value,
      (values) => ({ content: values.custom ? String(values.content ?? '') : null }),
      (value) => (value.content === null ? null : value),
    ),
  impact: (_, { content }) => ({
    sentences: [
      content === null
        ? 'Clients get the service’s own page again when no node can answer.'
        : 'Clients get this page when no node can answer. Nothing else of the traffic is touched.',
    ],
    isGrave: false,
  }),
});
