import type { UpstreamFailure } from '../upstream.ts';

/** Why an identity service gave no answer, after its name. */
export const reached: Readonly<Record<UpstreamFailure, string>> = {
  refused: 'refuses connections',
  'unknown-host': 'has a name that cannot be resolved',
  certificate: 'has a certificate that cannot be trusted',
  reset: 'broke the connection before it had answered',
  slow: 'did not answer in time',
  large: 'answered with far more than a sign-in',
  forbidden: 'has an address that the panel does not talk to',
  aborted: 'was not waited for',
  busy: 'has too many sign-ins to answer',
  stopped: 'had not answered when the panel server was stopped',
};
