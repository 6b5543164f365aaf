import '@mantine/core/styles/Table.layer.css';
import { Table } from '@mantine/core';
import { useMemo } from 'react';
import { apiOf } from '../../api/explorer/apis.ts';
import type { OperationId } from '../../api/explorer/operations.ts';
import type { Answer } from '../../api/explorer/send.ts';
import { Button } from '../../components/controls/Button.tsx';
import { Copyable, CopyButton } from '../../components/controls/Copyable.tsx';
import { cx } from '../../components/controls/cx.ts';
import { IconDownload } from '../../components/controls/icons.ts';
import { download } from '../../components/records/download.ts';
import css from './Exchange.module.css';
import { bytes, milliseconds, pretty } from './pretty.ts';
import { statusName, statusTone } from './statuses.ts';
import { Tabs } from './Tabs.tsx';
import { TextView } from './TextView.tsx';

type Shown = Pick<Answer, 'status' | 'headers' | 'text' | 'requestId' | 'source'> & {
  readonly duration: number | null;
  readonly size: number | null;
};

/** The sentences of a faulty answer, whoever spoke. */
function sentences(id: OperationId, status: number, text: string): readonly string[] {
  if (status < 400) return [];
  try {
    const { error } = JSON.parse(text);
    if (typeof error?.message === 'string') return [error.message];
  } catch {
    return [];
  }
  return apiOf(id).faultMessages(status, text);
}

/** An answer: what it says in words, its body readable and as it came, its headers. `name` begins the downloaded file's name. */
export function AnswerView({ answer, name, cut = false }: { answer: Shown; name: string; cut?: boolean }) {
  const { status, headers, text, duration, size, requestId, source } = answer;
  const readable = useMemo(() => pretty(text), [text]);
  const said = useMemo(() => sentences(name, status, text), [name, status, text]);
  const type = headers.find(([header]) => header === 'content-type')?.[1] ?? 'text/plain';
  const extension = /json/.test(type) ? 'json' : /xml/.test(type) ? 'xml' : 'txt';
  const body = (view: string, label: string) =>
    text === '' ? <p className={css.note}>The answer has no body.</p> : <TextView text={view} label={label} />;
  return (
    <div className={css.exchange}>
      <p className={css.facts}>
        <strong className={cx(css.status, css[statusTone(status)])}>{statusName(status)}</strong>
        {source === 'panel' && status >= 400 ? <span>said by the panel server, not by the region</span> : null}
        {duration === null ? null : <span>{milliseconds(duration)}</span>}
        {size === null ? null : <span>{bytes(size)}</span>}
        {requestId ? <Copyable prefix="Request id" text={requestId} what="request id" /> : null}
      </p>
      {said.map((sentence) => (
        <p key={sentence} className={css.said}>
          {sentence}
        </p>
      ))}
      {cut ? <p className={css.note}>Of a long answer only the beginning is kept.</p> : null}
      <Tabs
        label="Parts of the answer"
        tabs={[
          { id: 'pretty', label: 'Body', content: () => body(readable, 'Body of the answer') },
          { id: 'raw', label: 'Raw', content: () => body(text, 'Body of the answer as it came') },
          { id: 'headers', label: `Headers (${headers.length})`, content: () => <Headers headers={headers} /> },
        ]}
        side={
          text === '' ? null : (
            <span className={css.tools}>
              <CopyButton text={text} what="the body of the answer" label="Copy" />
              <Button
                size="small"
                variant="subtle"
                icon={<IconDownload size={16} stroke={1.75} aria-hidden />}
                onClick={() => download(`${name}.${extension}`, type.split(';')[0] ?? 'text/plain', text)}
              >
                Download
              </Button>
            </span>
          )
        }
      />
    </div>
  );
}

function Headers({ headers }: { headers: Answer['headers'] }) {
  return (
    <Table className={css.headers} verticalSpacing={2} withRowBorders={false}>
      <Table.Caption className="visually-hidden">Headers of the answer</Table.Caption>
      <Table.Tbody translate="no">
        {headers.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">{name}</Table.Th>
            <Table.Td>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
