import { type LoaderFunctionArgs, redirect } from 'react-router';
import { queryClient } from '../../api/http/query-client.ts';
import { sessionQuery } from '../../api/http/session.ts';
import { paths } from '../../model/paths.ts';

/** The API explorer shows requests to anybody. */
const isPublic = (pathname: string): boolean => /^\/explorer(\/|$)/.test(pathname);

/** Lets only somebody who is signed in into the frame; others sign in first and come back. */
export async function frameLoader({ request }: LoaderFunctionArgs) {
  const state = await queryClient.fetchQuery(sessionQuery);
  const { pathname, search, hash } = new URL(request.url);
  if (!state.signedIn && !isPublic(pathname)) {
    throw redirect(paths.signIn(`${pathname}${search}${hash}`));
  }
  return null;
}

/** Asked again at every step of somebody who is not signed in; for others nothing changes on the way. */
export const frameShouldRevalidate = (): boolean => !queryClient.getQueryData(sessionQuery.queryKey)?.signedIn;
