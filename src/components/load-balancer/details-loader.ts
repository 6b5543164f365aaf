import type { LoaderFunctionArgs } from 'react-router';
import { ApiError } from '../../api/http/client.ts';
import { queryClient } from '../../api/http/query-client.ts';
import { sessionQuery } from '../../api/http/session.ts';
import { inventory } from '../../api/inventory/inventory.ts';
import { firstData } from '../layout/first-data.ts';
import { noSuchRegion } from './not-found-reason.ts';

/** Begins to read the load balancer of the address. A page or dialog about it opens at once with what is known. */
export async function detailsLoader({ params: { region = '', id = '' } }: LoaderFunctionArgs): Promise<null> {
  const state = await queryClient.fetchQuery(sessionQuery);
  if (!state.signedIn) return null;
  const { regions } = state.session;
  if (!regions.includes(region))
    throw new ApiError({ status: 404, source: 'panel', code: 'no-region', message: noSuchRegion(region, regions) });
  const known = await firstData(inventory.details.known({ region, id }));
  if (known?.error && !known.details) throw known.error;
  return null;
}
