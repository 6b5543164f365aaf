/** Source: CLB v1.0 developer guide, "Throttle connections": what a connection over the limit gets. */
export const tooBusyPage = `<!DOCTYPE html>
<html><head><title>Server Too Busy</title></head>
<body><h1>Server Too Busy</h1><p>Too many connections are open. Please try again later.</p></body></html>
`;

const reasons = {
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};
type ErrorStatus = keyof typeof reasons;

/** The statuses that HAProxy answers by itself when a node does not. */
export const errorStatuses = Object.keys(reasons).map(Number) as ErrorStatus[];

/** The raw answer that HAProxy's `errorfile` wants. */
export const errorFile = (status: ErrorStatus, page: string): string =>
  [
    `HTTP/1.1 ${status} ${reasons[status]}`,
    'Content-Type: text/html; charset=utf-8',
    'Cache-Control: no-cache',
    `Content-Length: ${Buffer.byteLength(page)}`,
    '',
    page,
  ].join('\r\n');
