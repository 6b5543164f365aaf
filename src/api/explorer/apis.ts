import { clbApi } from './clb-api.ts';
import type { ExploredApi } from './explored-api.ts';
import { type ExploredName, exploredOf, loadOperations, type OperationId } from './operations.ts';

const apis: { clb: ExploredApi; octavia?: ExploredApi } = { clb: clbApi };

/** Loads what the explorer needs of an API. */
export async function loadApi(name: ExploredName): Promise<void> {
  if (apis[name]) return;
  const [{ octaviaApi }] = await Promise.all([import('./octavia-api.ts'), loadOperations(name)]);
  apis.octavia = octaviaApi;
}

/** Throws for an API that was not loaded. */
export function apiNamed(name: ExploredName): ExploredApi {
  const api = apis[name];
  if (!api) throw new Error(`The API ${name} was not loaded.`);
  return api;
}

export const apiOf = (id: OperationId): ExploredApi => apiNamed(exploredOf(id));
