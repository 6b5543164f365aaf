import { createTheme, type MantineColorsTuple } from '@mantine/core';

const ink: MantineColorsTuple = [
  '#e8f0fd',
  '#cfe0fb',
  '#a5c7ff',
  '#82b1ff',
  '#5b94f5',
  '#2f6fe4',
  '#1d57c4',
  '#17479f',
  '#123a82',
  '#0d2c66',
];

/** Mantine's share of the look; colours come from the tokens in styles/tokens.css so that both draw from one source. */
export const theme = createTheme({
  colors: { ink },
  primaryColor: 'ink',
  primaryShade: { light: 6, dark: 3 },
  autoContrast: true,
  defaultRadius: 'var(--radius)',
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '15px', xl: '18px' },
  lineHeights: { xs: '1.4', sm: '1.4', md: '1.45', lg: '1.45', xl: '1.3' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '24px' }, h2: { fontSize: '18px' }, h3: { fontSize: '15px' } },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
});
