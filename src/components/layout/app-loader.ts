import { type LoaderFunctionArgs, redirect } from 'react-router';
import { queryClient } from '../../api/http/query-client.ts';
import { sessionQuery } from '../../api/http/session.ts';
import { hasPages } from '../../api/providers/has-pages.ts';
import { paths } from '../../model/paths.ts';

/** The API explorer shows requests to anybody. */
const isPublic = (pathname: string): boolean => /^\/explorer(\/|$)/.test(pathname);

/** What there is for every API. */
const isForAll = (pathname: string): boolean => /^\/(explorer|history)(\/|$)/.test(pathname);

/** Lets only somebody who is signed in into the frame; others sign in first and come back. */
export async function frameLoader({ request }: LoaderFunctionArgs) {
  const state = await queryClient.fetchQuery(sessionQuery);
  const { pathname, search, hash } = new URL(request.url);
  if (!state.signedIn && !isPublic(pathname)) {
    throw redirect(paths.signIn(`${pathname}${search}${hash}`));
  }
  if (state.signedIn && !hasPages(state.session.provider) && !isForAll(pathname)) throw redirect(paths.explorer());
  return null;
}

/** Asked again at every step for whom there is not every page; for others nothing changes on the way. */
export function frameShouldRevalidate(): boolean {
  const state = queryClient.getQueryData(sessionQuery.queryKey);
  return !state?.signedIn || !hasPages(state.session.provider);
}
