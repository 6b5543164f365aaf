import '@mantine/core/styles/default-css-variables.css';
import { MantineProvider } from '@mantine/core';
import { type ReactNode, useSyncExternalStore } from 'react';
import { theme } from '../../theme.ts';
import { scheme, subscribeScheme } from '../layout/color-scheme.ts';
import { styleNonce } from '../layout/nonce.ts';

/**
 * Mantine for the part of the page below it. Only what opens over a page needs it, so it comes with that part and the list's first
 * rows do not wait for it.
 */
export function Kit({ children }: { children: ReactNode }) {
  const shown = useSyncExternalStore(subscribeScheme, scheme);
  return (
    <MantineProvider theme={theme} forceColorScheme={shown} getStyleNonce={styleNonce} withGlobalClasses={false}>
      {children}
    </MantineProvider>
  );
}
