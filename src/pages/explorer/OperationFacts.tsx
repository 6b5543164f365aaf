import '@mantine/core/styles/Table.layer.css';
import { Table } from '@mantine/core';
import { apiOf } from '../../api/explorer/apis.ts';
import { type OperationId, operationOf } from '../../api/explorer/operations.ts';
import css from './Operation.module.css';

/** Who may call an operation, what it may answer, and where it is documented. */
export function OperationFacts({ id }: { id: OperationId }) {
  const { method, root, anonymous, faults: own, success, document } = operationOf(id);
  const { rolesFor, fault, commonFaults } = apiOf(id);
  const all = root === 'identity' ? own : [...own, ...commonFaults];
  const byStatus = all.map((each) => ({ id: each, ...fault(each) })).sort((a, b) => a.status - b.status);
  return (
    <div className={css.operationFacts}>
      <p className={css.facts}>
        <span>
          Answers <code translate="no">{success}</code>
        </span>
        <span>
          Roles {root === 'identity' ? anonymous ? 'none' : 'any' : <code translate="no">{rolesFor(method)}</code>}
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
            {byStatus.map((each) => (
              <Table.Tr key={each.id}>
                <Table.Td>{each.status}</Table.Td>
                <Table.Td>
                  {each.sentences.map((sentence) => (
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
