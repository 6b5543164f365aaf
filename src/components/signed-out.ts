import { onRequest } from '../api/client.ts';
import { createStore } from './use-store.ts';

/** Whether the sign-in has ended while somebody was at work. */
export const signInEnded = createStore(false);

/** Any answer that says so opens sign-in over the page; asking who is signed in does not. */
onRequest((request, answer) => {
  if (answer?.status === 401 && request.path !== '/session' && !signInEnded.get()) signInEnded.set(true);
});
