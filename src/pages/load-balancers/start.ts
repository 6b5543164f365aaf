/** One part of the build: the frame of every page, and the list. Who signs in needs neither yet. */
export { Frame } from '../../components/layout/AppLayout.tsx';
export { default } from './LoadBalancersPage.tsx';
export { listLoader as loader } from './list-loader.ts';
