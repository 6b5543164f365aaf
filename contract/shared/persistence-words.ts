/** What a persistence type is called and does, in the user's words; the APIs share their types' names. */
export interface PersistenceWords {
  readonly label: string;
  readonly sentence: string;
}

/** By the API's name of the type. */
export const persistenceWords = {
  HTTP_COOKIE: {
    label: 'HTTP cookie',
    sentence: 'The load balancer inserts a cookie and uses it to send the client back to the same node.',
  },
  APP_COOKIE: {
    label: 'Application cookie',
    sentence:
      'The load balancer follows a cookie that the application sets and sends the client back to the same node.',
  },
  SOURCE_IP: {
    label: 'Source IP',
    sentence: 'The client’s IP address decides the node; clients behind one NAT share a node.',
  },
  SSL_ID: {
    label: 'SSL session ID',
    sentence:
      'Follows the TLS session ID of pass-through traffic; clients renew it often, and TLS 1.3 has no stable session ID, so avoid it for application sessions.',
  },
} as const satisfies Record<string, PersistenceWords>;

export const disabledWords: PersistenceWords = {
  label: 'Disabled',
  sentence: 'Requests are spread over all nodes.',
};

const known: Readonly<Record<string, PersistenceWords>> = persistenceWords;

/** The user's word for a persistence type (null: disabled); a type that the table does not know keeps the API's own. */
export const persistenceLabel = (type: string | null): string =>
  type === null ? disabledWords.label : Object.hasOwn(known, type) ? (known[type]?.label ?? type) : type;
