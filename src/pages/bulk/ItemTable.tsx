import '@mantine/core/styles/Table.layer.css';
import { Table } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { type BulkItem, countItems, itemKey, type StoredRun, targetOf } from '../../api/bulk/types.ts';
import { calledOf } from '../../api/changes/change.ts';
import { Button } from '../../components/controls/Button.tsx';
import { cx } from '../../components/controls/cx.ts';
import { IconX } from '../../components/controls/icons.ts';
import { Status } from '../../components/load-balancer/Status.tsx';
import { PersistenceValue } from '../../components/persistence/PersistenceValue.tsx';
import recordCss from '../../components/records/Records.module.css';
import { paths } from '../../model/paths.ts';
import type { Persistence } from '../../model/persistence.ts';
import css from './bulk.module.css';

interface ItemTableProps {
  items: readonly BulkItem[];
  run: StoredRun;
  reasons?: boolean;
  onRemove?: ((item: BulkItem) => void) | undefined;
}

const step = 100;

/** Load balancers of the run, a hundred at a time. */
export function ItemTable({ items, run, reasons = false, onRemove }: ItemTableProps) {
  const [shown, setShown] = useState(step);
  return (
    <>
      <Table className={recordCss.table ?? ''}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Name</Table.Th>
            <Table.Th scope="col">Region</Table.Th>
            <Table.Th scope="col">Status</Table.Th>
            <Table.Th scope="col">Protocol</Table.Th>
            <Table.Th scope="col">{changedThing(items)}</Table.Th>
            {reasons ? <Table.Th scope="col">Why</Table.Th> : null}
            {onRemove ? (
              <Table.Th scope="col">
                <span className="visually-hidden">Remove</span>
              </Table.Th>
            ) : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody translate="no">
          {items.slice(0, shown).map((item) => (
            <Table.Tr key={itemKey(item)}>
              <Table.Td className={recordCss.name}>
                <Link to={paths.loadBalancer(item)}>
                  <bdi translate="no">{calledOf(item)}</bdi>
                </Link>
              </Table.Td>
              <Table.Td className={recordCss.nowrap}>{item.region}</Table.Td>
              <Table.Td className={recordCss.nowrap}>{item.status ? <Status status={item.status} /> : '—'}</Table.Td>
              <Table.Td className={recordCss.nowrap}>{item.protocol ?? '—'}</Table.Td>
              <Table.Td>
                <Becomes item={item} run={run} />
              </Table.Td>
              {reasons ? <Table.Td className={css.reason}>{item.planned?.reason}</Table.Td> : null}
              {onRemove ? (
                <Table.Td>
                  <Button
                    variant="subtle"
                    size="small"
                    square
                    aria-label={`Remove ${calledOf(item)}`}
                    onClick={() => onRemove(item)}
                  >
                    <IconX size={16} stroke={1.75} aria-hidden />
                  </Button>
                </Table.Td>
              ) : null}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {items.length > shown ? (
        <Button variant="link" onClick={() => setShown(shown + 5 * step)}>
          Show more: {countItems(items.slice(shown))} left
        </Button>
      ) : null}
    </>
  );
}

/** The value that was read and, where it differs, the one that it is to have. */
export function Becomes({ item, run }: { item: BulkItem; run: StoredRun }) {
  const target = targetOf(item, run);
  const taken = item.planned?.group === 'will-change' || item.planned?.group === 'locked';
  if (!item.before) return <span className={css.quiet}>not read yet</span>;
  return (
    <span className={cx(recordCss.change, css.becomes)}>
      <Value item={item} value={item.before} />
      {target && taken && !item.kind.same(item.before, target) ? (
        <>
          <span className={recordCss.arrow} role="img" aria-label="becomes">
            →
          </span>
          <Value item={item} value={target} />
        </>
      ) : null}
    </span>
  );
}

const Value = ({ item: { edit, kind }, value }: { item: BulkItem; value: unknown }) =>
  edit === undefined ? (
    <PersistenceValue value={value as Persistence} />
  ) : (
    <span className={css.words}>{kind.words(value)}</span>
  );

/** What the run changes, as the head of its column. */
export const changedThing = (items: readonly BulkItem[]): string =>
  items.every(({ edit }) => edit === undefined)
    ? 'Session Persistence'
    : items.some(({ partName }) => partName !== undefined)
      ? 'Node'
      : 'Load balancer';
