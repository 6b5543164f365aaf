import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Drawer.layer.css';
import '@mantine/core/styles/Code.layer.css';
import { Code, Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { decoded } from '../../../contract/shared/text.ts';
import { type ExploredName, explored } from '../../api/explorer/explored.ts';
import { curl } from '../../api/explorer/snippets/curl.ts';
import { variables } from '../../api/explorer/snippets/request.ts';
import type { ApiRequest } from '../../api/http/client.ts';
import { sessionQuery } from '../../api/http/session.ts';
import { CopyButton } from '../controls/Copyable.tsx';
import { AbsoluteTime } from '../controls/RelativeTime.tsx';
import { useStore } from '../controls/use-store.ts';
import { closeOverlay } from '../layout/overlays.ts';
import css from './RequestsDialog.module.css';
import { type LoggedRequest, requestLog } from './request-log.ts';

const bodyOf = ({ body }: ApiRequest): string | null =>
  body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);

/** The same request for a shell: to the region itself where it is one of its API, otherwise to the panel. */
function curlOf(request: ApiRequest, endpoints: Readonly<Record<string, string>>, api: ExploredName): string {
  const region = /^\/api\/([^/]+)(\/(?!extras\/).*)$/.exec(request.path);
  const endpoint = region?.[1] ? endpoints[decoded(region[1])] : location.origin;
  const body = bodyOf(request);
  const { accept = 'application/json', 'content-type': type = 'application/json' } = request.headers ?? {};
  return curl({
    method: request.method,
    root: endpoint === undefined ? { variable: variables[api].endpoint } : { url: endpoint },
    path: region?.[2] ?? request.path,
    headers: { Accept: accept, ...(body === null ? {} : { 'Content-Type': type }) },
    body,
    token: region === null ? null : variables[api].token,
  });
}

const outcome = ({ status, duration }: LoggedRequest): string =>
  status === 0 ? 'no answer' : `${status}${duration === null ? '' : ` in ${Math.round(duration)} ms`}`;

/** The requests that the panel made lately, each as it could be made by hand. */
export default function RequestsDialog() {
  const entries = useStore(requestLog);
  const session = useQuery({ ...sessionQuery, enabled: false }).data;
  const endpoints = session?.signedIn ? session.session.endpoints : {};
  const api = explored(session?.signedIn ? session.session.provider : 'clb');
  return (
    <Drawer.Root opened onClose={closeOverlay} size={760} returnFocus={false}>
      <Drawer.Overlay />
      <Drawer.Content>
        <Drawer.Header>
          <Drawer.Title>This page’s requests</Drawer.Title>
          <Drawer.CloseButton />
        </Drawer.Header>
        <Drawer.Body>
          <p className={css.intro}>
            Newest first. Copied commands call the region’s API directly, or the panel for what is its own; set{' '}
            <Code translate="no">{variables[api].token}</Code> first.
          </p>
          <ol className={css.list}>
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} endpoints={endpoints} api={api} />
            ))}
          </ol>
          {entries.length === 0 ? <p className={css.intro}>Nothing was asked yet.</p> : null}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

interface EntryProps {
  entry: LoggedRequest;
  endpoints: Readonly<Record<string, string>>;
  api: ExploredName;
}

const Entry = ({ entry, endpoints, api }: EntryProps) => (
  <li className={css.entry}>
    <code translate="no" className={css.method}>
      {entry.request.method}
    </code>
    <code translate="no" className={css.path}>
      {entry.request.path}
    </code>
    <span className={css.outcome} data-failed={entry.status === 0 || entry.status >= 400 || undefined}>
      {outcome(entry)}
    </span>
    <AbsoluteTime time={entry.at} className={css.time ?? ''} />
    <CopyButton
      text={curlOf(entry.request, endpoints, api)}
      what={`${entry.request.method} ${entry.request.path} as curl`}
      label="curl"
    />
  </li>
);
