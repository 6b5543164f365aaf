import { type LoaderFunctionArgs, redirect } from 'react-router';
import { sessionQuery } from '../api/session.ts';
import { paths } from '../paths.ts';
import { queryClient } from '../query-client.ts';

/** Lets only somebody who is signed in into the frame; others sign in first and come back. */
export async function frameLoader({ request }: LoaderFunctionArgs) {
  const state = await queryClient.fetchQuery(sessionQuery);
  if (!state.signedIn) {
    const { pathname, search, hash } = new URL(request.url);
    throw redirect(paths.signIn(`${pathname}${search}${hash}`));
  }
  return null;
}
