import {
  disabledWords,
  type PersistenceWords,
  persistenceLabel,
  persistenceWords,
} from '../shared/persistence-words.ts';

/**
 * Session persistence: one table for the dialog, the region's checks, the tests and the documents.
 * Source: CLB v1.0 developer guide, "Session persistence"; how-to article on session persistence (2022).
 */
export interface PersistenceType extends PersistenceWords {
  readonly protocols: readonly string[];
}

export const persistenceTypes = {
  HTTP_COOKIE: { ...persistenceWords.HTTP_COOKIE, protocols: ['HTTP'] },
  SOURCE_IP: { ...persistenceWords.SOURCE_IP, protocols: ['HTTP', 'HTTPS'] },
  SSL_ID: { ...persistenceWords.SSL_ID, protocols: ['HTTPS'] },
} as const satisfies Record<string, PersistenceType>;

export type PersistenceTypeName = keyof typeof persistenceTypes;
export const persistenceTypeNames = Object.keys(persistenceTypes) as PersistenceTypeName[];

export const disabledPersistence = disabledWords;

const isKnown = (type: string): type is PersistenceTypeName => Object.hasOwn(persistenceTypes, type);

export { persistenceLabel };

/** Whether the documents allow the type (null = disabled) on a protocol. */
export const allows = (type: string | null, protocol: string): boolean =>
  type === null || (isKnown(type) && (persistenceTypes[type].protocols as readonly string[]).includes(protocol));

/** Why the type cannot be chosen on this protocol, as a sentence for the user; null when it can. */
export function misfit(type: PersistenceTypeName, protocol: string): string | null {
  if (allows(type, protocol)) return null;
  const { label, protocols } = persistenceTypes[type];
  return `${label} needs protocol ${protocols.join(' or ')}; this load balancer is ${protocol}.`;
}
