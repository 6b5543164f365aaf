import { setFaultReaders } from '../http/fault-reader.ts';
import { type Session, setPreparation } from '../http/session.ts';
import { clb } from './clb/clb.ts';
import type { Provider } from './provider.ts';

let current: Provider = clb;

/** Loads the code of the session's API: that of one is part of the list's own, another's comes where somebody is signed in to it. */
export async function prepare({ provider }: Pick<Session, 'provider'>): Promise<void> {
  current = provider === 'octavia' ? (await import('./octavia/octavia.ts')).octavia : clb;
}
setPreparation(prepare);

/** The API that a region of this session speaks. Region keys are opaque: nothing but this looks at one. */
export const providerOf = (_region: string): Provider => current;

/** The API that the session's account is about, for what is said without a region. */
export const currentProvider = (): Provider => current;

/** The region in a path of the panel server that is forwarded. */
const regionIn = (path: string): string => /^\/api\/([^/?]+)/.exec(path)?.[1] ?? '';

setFaultReaders((path) => providerOf(regionIn(path)).readFault);
