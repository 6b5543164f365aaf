import type { Wire } from '../../../../../contract/clb/schemas/wire.ts';
import { encoded } from '../../../../../contract/shared/text.ts';
import type { LoadBalancerRef } from '../../../../model/load-balancer.ts';
import { ApiError } from '../../../http/client.ts';
import { priority } from '../../../http/queue.ts';
import { readFromRegion } from '../../../http/region-requests.ts';
import type { NamedCertificate } from '../../edit.ts';

export const mappingsPath = (id: string): string => `/loadbalancers/${encoded(id)}/ssltermination/certificatemappings`;

/** Nothing where the load balancer, its SSL termination or the mapping is not there. Throws an ApiError. */
export async function readOrNone<Body>(region: string, path: string): Promise<Body | null> {
  try {
    return await readFromRegion<Body>(region, path, priority.onScreen);
  } catch (error) {
    if (error instanceof ApiError && error.source === 'region' && error.status === 404) return null;
    throw error;
  }
}

/** Source: CLB v1.0 developer guide, "Certificate mappings". */
export async function listMappings({ region, id }: LoadBalancerRef): Promise<readonly NamedCertificate[]> {
  const body = await readOrNone<Wire<'CertificateMappingsResponse'>>(region, mappingsPath(id));
  return (body?.certificateMappings ?? []).flatMap((each) => {
    const { id: own, hostName } = each?.certificateMapping ?? {};
    return own == null || hostName == null ? [] : [{ id: String(own), hostName }];
  });
}
