import { expect, test } from 'vitest';
import { tellOfRequest } from '../../api/http/client.ts';
import { signedInAgain, signInEnded } from './session-expired.ts';

/** An answer that comes now to a request that was sent so many milliseconds ago. */
const refused = (duration: number) =>
  tellOfRequest(
    { method: 'GET', path: '/api/ORD/loadbalancers' },
    { status: 401, headers: new Headers(), text: '', duration },
  );

test('a refusal of what was asked before signing in again does not end the new sign-in', () => {
  refused(0);
  expect(signInEnded.get()).toBe(true);
  signedInAgain();
  expect(signInEnded.get()).toBe(false);
  refused(5_000);
  expect(signInEnded.get()).toBe(false);
  refused(0);
  expect(signInEnded.get()).toBe(true);
  signedInAgain();
});
