import { operations as clb } from '../../../contract/clb/operations/index.ts';
import { type ExploredName, exploredOf, type OperationId } from './explored.ts';
import type { Operation } from './operation.ts';

export { type ExploredName, explored, exploredOf, type OperationId } from './explored.ts';

type Operations = Readonly<Record<OperationId, Operation>>;

const tables: Record<ExploredName, Operations> = { clb, octavia: {} };

/** Makes the operations of an API known: those of Octavia come when they are first needed. */
export async function loadOperations(name: ExploredName): Promise<void> {
  if (name === 'octavia') tables.octavia = (await import('../../../contract/octavia/operations/index.ts')).operations;
}

/** Whether it is an operation of an API whose operations are known by now. */
export const isOperationId = (id: string): boolean => Object.hasOwn(tables[exploredOf(id)], id);

/** Throws for an id that is none. */
export function operationOf(id: OperationId): Operation {
  const operation = tables[exploredOf(id)][id];
  if (!operation) throw new Error(`There is no operation ${id}.`);
  return operation;
}

/** Every operation of an API, in the contract's order. */
export const operationIds = (name: ExploredName): readonly OperationId[] => Object.keys(tables[name]);
