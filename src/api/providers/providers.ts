import { setFaultReaders } from '../http/fault-reader.ts';
import { clb } from './clb/clb.ts';
import type { Provider } from './provider.ts';

/** The API that a region of this session speaks. Region keys are opaque: nothing but this looks at one. */
export const providerOf = (_region: string): Provider => clb;

/** The API that the session's account is about, for what is said without a region. */
export const currentProvider = (): Provider => clb;

/** The region in a path of the panel server that is forwarded. */
const regionIn = (path: string): string => /^\/api\/([^/?]+)/.exec(path)?.[1] ?? '';

setFaultReaders((path) => providerOf(regionIn(path)).readFault);
