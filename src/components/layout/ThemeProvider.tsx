import { MantineProvider } from '@mantine/core';
import { type ReactNode, useSyncExternalStore } from 'react';
import { theme } from '../../theme.ts';
import { scheme, subscribeScheme } from './color-scheme.ts';
import { styleNonce } from './nonce.ts';

/** The component library for the whole page, in the scheme that the user chose. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const shown = useSyncExternalStore(subscribeScheme, scheme);
  return (
    <MantineProvider theme={theme} forceColorScheme={shown} getStyleNonce={styleNonce} withGlobalClasses={false}>
      {children}
    </MantineProvider>
  );
}
