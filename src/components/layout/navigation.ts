import { paths } from '../../model/paths.ts';

/** The header's links beside Networking, in order. A page joins when it exists. */
export const tools: readonly { label: string; to: string }[] = [
  { label: 'History', to: paths.history() },
  { label: 'API explorer', to: paths.explorer() },
];
