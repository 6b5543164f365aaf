import '@mantine/core/styles/Code.layer.css';
import '@mantine/core/styles/Table.layer.css';
import { Code, Table } from '@mantine/core';
import { Fragment, useState } from 'react';
import { Link } from 'react-router';
import { isOperationId } from '../../api/explorer/operations.ts';
import { linkValues, valuesOf } from '../../api/explorer/request.ts';
import { type ChangeRecord, subjectOfRecord } from '../../api/history/history.ts';
import { isOfPersistence } from '../../api/history/record-kind.ts';
import { paths } from '../../model/paths.ts';
import { Button } from '../controls/Button.tsx';
import { Copyable } from '../controls/Copyable.tsx';
import { cx } from '../controls/cx.ts';
import { IconArrowBackUp, IconChevronRight } from '../controls/icons.ts';
import { AbsoluteTime, RelativeTime } from '../controls/RelativeTime.tsx';
import { BeforeAfter, Result } from './Change.tsx';
import css from './history.module.css';
import { operationTitle } from './operation-title.ts';
import recordCss from './Records.module.css';
import { useUndo } from './use-record-kind.ts';
import { useRevert } from './use-revert.tsx';
import { resultWords } from './verdict-words.ts';

/** Recorded changes, newest first; a row opens to its request. */
export function HistoryTable({ records }: { records: readonly ChangeRecord[] }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const { revert, dialog } = useRevert();
  const toggle = (id: string) => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  return (
    <>
      <Table className={cx(recordCss.stack, css.records)}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">
              <span className="visually-hidden">Request</span>
            </Table.Th>
            <Table.Th scope="col">When</Table.Th>
            <Table.Th scope="col">Who</Table.Th>
            <Table.Th scope="col">Region</Table.Th>
            <Table.Th scope="col">Load balancer</Table.Th>
            <Table.Th scope="col">Change</Table.Th>
            <Table.Th scope="col">Result</Table.Th>
            <Table.Th scope="col">Reason</Table.Th>
            <Table.Th scope="col">
              <span className="visually-hidden">Revert</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody translate="no">
          {records.map((record) => {
            const shown = open.has(record.id);
            const name = calledInRow(record);
            return (
              <Fragment key={record.id}>
                <Table.Tr className={shown ? css.openRow : undefined}>
                  <Table.Td className={css.toggleCell}>
                    <Button
                      square
                      size="small"
                      variant="subtle"
                      className={css.toggle}
                      aria-expanded={shown}
                      aria-label={`Request of ${name}, ${record.at}`}
                      icon={<IconChevronRight size={16} stroke={1.75} aria-hidden />}
                      onClick={() => toggle(record.id)}
                    />
                  </Table.Td>
                  <Table.Td className={recordCss.nowrap}>
                    <RelativeTime time={Date.parse(record.at)} />
                  </Table.Td>
                  <Table.Td className={recordCss.nowrap}>{record.user}</Table.Td>
                  <Table.Td className={recordCss.nowrap}>{record.region}</Table.Td>
                  <Table.Td className={recordCss.name}>
                    <Subject record={record} />
                  </Table.Td>
                  <Table.Td>
                    <span className={css.operation}>{operationTitle(record.operation)}</span>
                    <BeforeAfter record={record} />
                  </Table.Td>
                  <Table.Td>
                    <Result record={record} />
                  </Table.Td>
                  <Table.Td className={css.reason}>
                    {record.reason}
                    {record.run ? (
                      <Link className={css.runLink} to={paths.bulk(record.run)}>
                        run {record.run}
                      </Link>
                    ) : null}
                  </Table.Td>
                  <Table.Td className={css.backCell}>
                    <Revert record={record} onRevert={(opener) => revert(record, opener)} />
                  </Table.Td>
                </Table.Tr>
                {shown ? (
                  <Table.Tr className={css.requestRow}>
                    <Table.Td />
                    <Table.Td colSpan={8}>
                      <Request record={record} />
                    </Table.Td>
                  </Table.Tr>
                ) : null}
              </Fragment>
            );
          })}
        </Table.Tbody>
      </Table>
      {dialog}
    </>
  );
}

function Revert({ record, onRevert }: { record: ChangeRecord; onRevert(opener: HTMLElement): void }) {
  const undo = useUndo(record);
  return undo ? (
    <Button
      variant="subtle"
      size="small"
      icon={<IconArrowBackUp size={16} stroke={1.75} aria-hidden />}
      aria-label={`Revert the change of ${calledInRow(record)}`}
      reason={'why' in undo ? undo.why : null}
      onClick={(event) => onRevert(event.currentTarget)}
    >
      Revert
    </Button>
  ) : null;
}

const calledInRow = ({ loadBalancerName, loadBalancerId }: ChangeRecord): string =>
  loadBalancerName ?? loadBalancerId ?? 'this change';

function Subject({ record }: { record: ChangeRecord }) {
  const ref = subjectOfRecord(record);
  const name = record.loadBalancerName ?? (ref ? `id ${ref.id}` : '—');
  return ref ? (
    <Link to={paths.loadBalancer(ref)}>
      <bdi translate="no">{name}</bdi>
    </Link>
  ) : (
    <span>{name}</span>
  );
}

/** Where the request stands in the API explorer, filled in; null for an operation that this panel does not know. */
function inExplorer(record: ChangeRecord): string | null {
  const { operation } = record;
  if (!isOperationId(operation)) return null;
  return paths.explorer(operation, linkValues(operation, valuesOf(operation, record)));
}

/** The request as it was sent, and what came of it. */
function Request({ record }: { record: ChangeRecord }) {
  const { method, path, body, status, duration, requestId, at } = record;
  const { detail } = resultWords(record);
  const again = inExplorer(record);
  return (
    <dl className={css.facts}>
      <dt>Sent</dt>
      <dd translate="no">
        <AbsoluteTime time={Date.parse(at)} />
      </dd>
      <dt>Request</dt>
      <dd translate="no">
        <Code translate="no" className={css.line}>
          {`${method} ${path}`}
        </Code>
        {body ? (
          <Code block translate="no" className={css.code}>
            {body}
          </Code>
        ) : null}
      </dd>
      {isOfPersistence(record)
        ? null
        : (
            [
              ['Before', record.before],
              ['After', record.after],
            ] as const
          ).map(([label, value]) =>
            value === null ? null : (
              <Fragment key={label}>
                <dt>{label}</dt>
                <dd>
                  <Code className={css.line} translate="no">
                    {value}
                  </Code>
                </dd>
              </Fragment>
            ),
          )}
      <dt>Answer</dt>
      <dd translate="no">
        {status === null ? 'none known' : `Status ${status}`}
        {duration === null ? '' : ` after ${Math.round(duration)} ms`}
      </dd>
      {detail ? (
        <>
          <dt>Result</dt>
          <dd translate="no">{detail}</dd>
        </>
      ) : null}
      <dt>Request id</dt>
      <dd translate="no">
        <Copyable text={requestId} what="request id" />
      </dd>
      {again ? (
        <>
          <dt>Again</dt>
          <dd translate="no">
            <Link to={again}>Open in the API explorer</Link>
          </dd>
        </>
      ) : null}
    </dl>
  );
}
