import '@mantine/core/styles/default-css-variables.css';
import { MantineProvider } from '@mantine/core';
import { type ReactNode, useSyncExternalStore } from 'react';
import { scheme, subscribeScheme } from '../../color-scheme.ts';
import { styleNonce } from '../../nonce.ts';
import { theme } from '../../theme.ts';

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
