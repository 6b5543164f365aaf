/**
 * Session persistence: one table for the dialog, the region's checks, the tests and the documents.
 * Source: CLB v1.0 developer guide, "Session persistence"; how-to article on session persistence (2022).
 */
export interface PersistenceType {
  readonly label: string;
  readonly sentence: string;
  readonly protocols: readonly string[];
}

export const persistenceTypes = {
  HTTP_COOKIE: {
    label: 'HTTP cookie',
    sentence: 'The load balancer inserts a cookie and uses it to send the client back to the same node.',
    protocols: ['HTTP'],
  },
  SOURCE_IP: {
    label: 'Source IP',
    sentence: 'The client’s IP address decides the node; clients behind one NAT share a node.',
    protocols: ['HTTP', 'HTTPS'],
  },
  SSL_ID: {
    label: 'SSL session ID',
    sentence:
      'Follows the TLS session ID of pass-through traffic; clients renew it often, and TLS 1.3 has none that stays, so it does not suit application sessions.',
    protocols: ['HTTPS'],
  },
} as const satisfies Record<string, PersistenceType>;

export type PersistenceTypeName = keyof typeof persistenceTypes;
export const persistenceTypeNames = Object.keys(persistenceTypes) as PersistenceTypeName[];

export const disabledPersistence = {
  label: 'Disabled',
  sentence: 'Each request may go to a different node.',
} as const;

const isKnown = (type: string): type is PersistenceTypeName => Object.hasOwn(persistenceTypes, type);

/** The user's word for a persistence type; a type that the table does not know keeps the API's own. */
export const persistenceLabel = (type: string | null): string =>
  type === null ? disabledPersistence.label : isKnown(type) ? persistenceTypes[type].label : type;

/** Whether the documents allow the type (null = disabled) on a protocol. */
export const allows = (type: string | null, protocol: string): boolean =>
  type === null || (isKnown(type) && (persistenceTypes[type].protocols as readonly string[]).includes(protocol));

/** Why the type cannot be chosen on this protocol, as a sentence for the user; null when it can. */
export function misfit(type: PersistenceTypeName, protocol: string): string | null {
  if (allows(type, protocol)) return null;
  const { label, protocols } = persistenceTypes[type];
  return `${label} needs protocol ${protocols.join(' or ')}; this load balancer is ${protocol}.`;
}
