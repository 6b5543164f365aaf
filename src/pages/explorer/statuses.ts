/** Names of the statuses that the APIs answer with. Sources: CLB v1.0 developer guide, "Faults"; Load-balancer API v2 reference; RFC 9110. */
const names: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No content',
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  409: 'Conflict',
  410: 'Gone',
  413: 'Over limit or too large',
  415: 'Unsupported media type',
  422: 'Unprocessable',
  429: 'Too many requests',
  500: 'Internal error',
  501: 'Not implemented',
  502: 'Bad gateway',
  503: 'Service unavailable',
  504: 'Gateway timeout',
};

export const statusName = (status: number): string => (names[status] ? `${status} ${names[status]}` : String(status));

export const statusTone = (status: number | null): 'good' | 'bad' | 'none' =>
  status === null ? 'none' : status < 400 ? 'good' : 'bad';
