import { onRequest } from '../../api/http/client.ts';
import { createStore } from '../controls/use-store.ts';

/** Whether the sign-in has ended while somebody was at work. */
export const signInEnded = createStore(false);

/** What the sign-in over the page reads by: who is signed in in this browser by then. */
export const signedOutKey = ['signed-out'];

/** When that was mended last, in milliseconds since the page was opened. */
let mendedAt = 0;

/** Somebody has signed in again: the work goes on. */
export function signedInAgain(): void {
  mendedAt = performance.now();
  signInEnded.set(false);
}

/** Any answer that says so opens sign-in over the page; asking who is signed in does not, nor what was asked before it was mended. */
onRequest((request, answer) => {
  if (answer?.status !== 401 || request.path === '/session' || signInEnded.get()) return;
  if (performance.now() - answer.duration >= mendedAt) signInEnded.set(true);
});
