import { exploredOf } from '../../api/explorer/operations.ts';
import { type ExplorerRequest, panelPath, shownHeaders, shownUrl } from '../../api/explorer/request.ts';
import { snippetFormats, snippets } from '../../api/explorer/snippets/index.ts';
import { openstack } from '../../api/explorer/snippets/openstack.ts';
import { variablesOf } from '../../api/explorer/snippets/request.ts';
import { CopyButton } from '../../components/controls/Copyable.tsx';
import css from './Exchange.module.css';
import { Tabs } from './Tabs.tsx';
import { TextView } from './TextView.tsx';

const asHttp = (request: ExplorerRequest): string =>
  [
    `${request.method} ${shownUrl(request)}`,
    ...Object.entries(shownHeaders(request)).map(([name, value]) => `${name}: ${value}`),
    ...(request.body === null ? [] : ['', request.body]),
  ].join('\n');

/** A request as the region gets it, and as programs of other people make it. */
export function RequestView({ request, sent }: { request: ExplorerRequest; sent: boolean }) {
  const snippet = (id: string, label: string, note: string, write: () => string) => ({
    id,
    label,
    content: () => {
      const text = write();
      return (
        <>
          <div className={css.copyRow}>
            <p className={css.note}>{note}</p>
            <CopyButton text={text} what={`the request as ${label}`} label="Copy" />
          </div>
          <TextView text={text} label={`The request as ${label}`} />
        </>
      );
    },
  });
  const asSnippet = snippetFormats.map((format) => {
    const { label, write } = snippets[format];
    return snippet(format, label, variablesNote(request), () => write(request));
  });
  const command = exploredOf(request.operation) === 'octavia' ? openstack(request) : null;
  const asCommand =
    command === null
      ? []
      : [snippet('openstack', 'openstack', 'It signs in by what your shell says, such as OS_CLOUD.', () => command)];
  const http = {
    id: 'http',
    label: 'HTTP',
    content: () => {
      const text = asHttp(request);
      return (
        <>
          <div className={css.copyRow}>
            <p className={css.note}>
              {sent ? 'The browser asked the panel server at ' : 'The browser would ask the panel server at '}
              <code translate="no">{panelPath(request)}</code>
              {sent ? ', which added the token and sent this on.' : ', which adds the token and sends this on.'}
            </p>
            <CopyButton text={text} what="the request" label="Copy" />
          </div>
          <TextView text={text} label="The request" />
        </>
      );
    },
  };
  return <Tabs label="Forms of the request" tabs={[http, ...asSnippet, ...asCommand]} />;
}

function variablesNote(request: ExplorerRequest): string {
  const names = variablesOf(request);
  if (names.length === 0) return 'It needs no token.';
  return `Set ${names.join(' and ')} in the environment; the panel shows no token.`;
}
