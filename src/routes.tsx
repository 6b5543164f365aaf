import {
  type LazyRouteFunction,
  type LoaderFunction,
  type RouteObject,
  redirect,
  type ShouldRevalidateFunction,
} from 'react-router';
import { frameLoader, frameShouldRevalidate } from './components/layout/app-loader.ts';
import { onIdle } from './components/layout/on-idle.ts';
import { Root } from './components/layout/Root.tsx';
import { RouteError } from './components/layout/RouteError.tsx';
import { paths } from './model/paths.ts';

interface Page {
  readonly default: React.ComponentType;
  readonly loader?: LoaderFunction;
  readonly ErrorBoundary?: React.ComponentType;
  readonly shouldRevalidate?: ShouldRevalidateFunction;
}

/** A route module exports its page as default and, where it needs them, its loader and what stands in its place when that fails. */
const page =
  (load: () => Promise<Page>): LazyRouteFunction<RouteObject> =>
  async () => {
    const { default: Component, loader, ErrorBoundary, shouldRevalidate } = await load();
    return {
      Component,
      ...(loader && { loader }),
      ...(ErrorBoundary && { ErrorBoundary }),
      ...(shouldRevalidate && { shouldRevalidate }),
    };
  };

/** The frame and the list, which nearly everybody opens; public/early.js asks for its code beside the app's. */
const start = () => import('./pages/load-balancers/start.ts');

/** While somebody fills it in, the code of what comes next is there soon. */
async function signIn(): Promise<Page> {
  const part = await import('./pages/sign-in/SignInPage.tsx');
  onIdle(() => void start().catch(() => undefined));
  return part;
}

export const routes: RouteObject[] = [
  {
    Component: Root,
    ErrorBoundary: RouteError,
    HydrateFallback: () => null,
    children: [
      { path: '/sign-in', lazy: page(signIn) },
      {
        lazy: async () => ({ Component: (await start()).Frame }),
        ErrorBoundary: RouteError,
        loader: frameLoader,
        shouldRevalidate: frameShouldRevalidate,
        children: [
          {
            ErrorBoundary: RouteError,
            children: [
              { path: '/', loader: () => redirect(paths.list()) },
              {
                path: '/load-balancers',
                lazy: page(start),
                shouldRevalidate: () => false,
                children: [
                  {
                    path: 'session-persistence/:region/:id',
                    lazy: page(() => import('./pages/session-persistence/DialogOverList.tsx')),
                  },
                ],
              },
              {
                path: '/load-balancers/:region/:id',
                lazy: page(() => import('./pages/load-balancer/LoadBalancerPage.tsx')),
                children: [
                  {
                    path: 'session-persistence',
                    lazy: page(() => import('./pages/session-persistence/DialogOverDetail.tsx')),
                  },
                  { path: ':edit/*', lazy: page(() => import('./pages/load-balancer-edit/EditPage.tsx')) },
                ],
              },
              {
                path: paths.newLoadBalancer,
                lazy: page(() => import('./pages/load-balancer-new/NewLoadBalancerPage.tsx')),
              },
              { path: paths.newBulk, lazy: page(() => import('./pages/bulk/NewBulkPage.tsx')) },
              { path: '/load-balancers/bulk/:run', lazy: page(() => import('./pages/bulk/BulkPage.tsx')) },
              { path: '/history', lazy: page(() => import('./pages/history/HistoryPage.tsx')) },
              { path: '/explorer', lazy: page(() => import('./pages/explorer/ExplorerPage.tsx')) },
              { path: '/explorer/:operation', lazy: page(() => import('./pages/explorer/ExplorerPage.tsx')) },
              { path: '*', lazy: page(() => import('./components/layout/NotFoundPage.tsx')) },
            ],
          },
        ],
      },
    ],
  },
];
