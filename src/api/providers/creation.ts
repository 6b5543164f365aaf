import type { FieldsSchema } from '../../model/fields-schema.ts';
import type { LoadBalancerDetails, LoadBalancerRef } from '../../model/load-balancer.ts';
import type { ApiAnswer } from '../http/client.ts';
import type { Session } from '../http/session.ts';
import type { EditField, FormValues } from './edit.ts';
import type { WriteRequest } from './write-request.ts';

/** Fields of the page that belong together. */
export interface CreationSection {
  readonly title: string;
  readonly fields: readonly EditField[];
}

/** How a load balancer of an API is made. `Offered`: what the region has for it; `Asked`: what is to be made. */
export interface Creation<Offered = unknown, Asked = unknown> {
  /** Reads what the region has for a new load balancer, such as addresses to share. Throws an ApiError. */
  offered(region: string, signal?: AbortSignal): Promise<Offered>;
  /** What the form begins with. */
  readonly initial: FormValues;
  /** `offered`: null while it is not known. */
  sections(values: FormValues, offered: Offered | null): readonly CreationSection[];
  /** What else changes in the form with the values that changed, such as the port with the protocol. */
  following(before: FormValues, after: FormValues): FormValues;
  schema(offered: Offered | null): FieldsSchema<Asked>;
  /** The name that the load balancer will have. */
  nameOf(asked: Asked): string;
  /** What will exist, each with its value, in words. */
  summary(asked: Asked, offered: Offered | null): readonly (readonly [what: string, value: string])[];
  /** What it does and costs, as sentences. */
  impact(asked: Asked): readonly string[];
  request(region: string, asked: Asked): WriteRequest;
  missingRight(session: Pick<Session, 'user' | 'roles'>): string | null;
  /** As the history keeps it. */
  recorded(asked: Asked): string;
  /** The new one's id; null where the answer does not say it. */
  idIn(answer: ApiAnswer): string | null;
  /** Load balancers of that name that the region did not have before; with null, all of that name. Throws an ApiError. */
  newOnes(region: string, name: string, before: Offered | null): Promise<readonly LoadBalancerRef[]>;
  /** What of the load balancer that was read is not as it was asked for, as a sentence; null when everything is. */
  difference(asked: Asked, details: LoadBalancerDetails): string | null;
  /** Whether a check of stickiness has something to prove. */
  hasPersistence(asked: Asked): boolean;
}
