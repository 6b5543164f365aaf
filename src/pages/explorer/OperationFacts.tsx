import '@mantine/core/styles/Table.layer.css';
import { Table } from '@mantine/core';
import {
  commonFaults,
  type FaultId,
  faultSentences,
  faults,
  may,
  rightFor,
  roleNames,
} from '../../api/explorer/contract.ts';
import type { OperationId } from '../../api/explorer/operations.ts';
import { operationOf } from '../../api/explorer/request.ts';
import css from './Operation.module.css';

/** Who may call an operation, what it may answer, and where it is documented. */
export function OperationFacts({ id }: { id: OperationId }) {
  const { method, root, anonymous, faults: own, success, document } = operationOf(id);
  const roles = roleNames.filter((role) => may([role], rightFor(method)));
  const all: readonly FaultId[] = root === 'identity' ? own : [...own, ...commonFaults];
  const byStatus = [...all].sort((a, b) => faults[a].status - faults[b].status);
  return (
    <div className={css.operationFacts}>
      <p className={css.facts}>
        <span>
          Answers <code translate="no">{success}</code>
        </span>
        <span>
          Roles{' '}
          {root === 'identity' ? (
            anonymous ? (
              'none'
            ) : (
              'any'
            )
          ) : (
            <code translate="no">{roles.filter((role) => role.startsWith('lbaas:')).join(', ')}</code>
          )}
        </span>
        <a href={document} target="_blank" rel="noreferrer">
          Documentation
        </a>
      </p>
      <details>
        <summary>Possible faults ({byStatus.length})</summary>
        <Table className={css.faults}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Status</Table.Th>
              <Table.Th scope="col">In the service’s words</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody translate="no">
            {byStatus.map((fault) => (
              <Table.Tr key={fault}>
                <Table.Td>{faults[fault].status}</Table.Td>
                <Table.Td>
                  {faultSentences(fault).map((sentence) => (
                    <p key={sentence}>{sentence}</p>
                  ))}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </details>
    </div>
  );
}
