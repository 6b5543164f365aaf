import { MantineProvider } from '@mantine/core';
import { render as renderBare } from '@testing-library/react';
import type { ReactNode } from 'react';
import { theme } from '../theme.ts';

/** What every part of the page has around it; `env="test"` draws overlays in place and without transitions. */
export const TestTheme = ({ children }: { children: ReactNode }) => (
  <MantineProvider theme={theme} env="test" forceColorScheme="light" withGlobalClasses={false}>
    {children}
  </MantineProvider>
);

/** Draws a part of the page by itself. */
export const render = (ui: ReactNode) => renderBare(ui, { wrapper: TestTheme });
