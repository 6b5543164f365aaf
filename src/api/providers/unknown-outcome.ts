import type { ApiError } from '../http/client.ts';

const answers = /^(aborted|upstream-(reset|slow|too-large|truncated|not-api|redirect)|http-50[0234])$/;

/** Whether nobody can say after this answer of the panel server, or of a gateway, if the request was carried out. */
export function isUnknownOutcome({ status, source, code }: ApiError): boolean {
  if (status === 0) return true;
  const fromGateway = /^http-50[0234]$/.test(code);
  return answers.test(code) && (source === 'panel' || fromGateway);
}
