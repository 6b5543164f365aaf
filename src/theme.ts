import {
  ActionIcon,
  Button,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';
import { overlays } from './theme/overlays.ts';
import css from './theme.module.css';

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

/** The variants of buttons; scripts/variants.test.ts holds that no source uses another. */
const variants: Readonly<Record<string, ReturnType<VariantColorsResolver>>> = {
  default: {
    background: 'var(--surface)',
    hover: 'var(--hover)',
    color: 'var(--text)',
    border: '1px solid var(--line-strong)',
  },
  primary: {
    background: 'var(--accent)',
    hover: 'var(--accent-hover)',
    color: 'var(--on-accent)',
    border: '1px solid transparent',
  },
  danger: {
    background: 'var(--red-fill)',
    hover: 'var(--red-fill-hover)',
    color: '#fff',
    border: '1px solid transparent',
  },
  subtle: {
    background: 'transparent',
    hover: 'var(--hover)',
    color: 'var(--text-2)',
    hoverColor: 'var(--text)',
    border: '1px solid transparent',
  },
  link: {
    background: 'transparent',
    hover: 'transparent',
    color: 'var(--accent)',
    hoverColor: 'var(--accent-hover)',
    border: '0',
  },
};

/** Of news inside the page. */
const tones: typeof variants = {
  info: { background: 'var(--accent-soft)', hover: '', color: 'var(--accent)', border: '1px solid var(--line)' },
  warning: {
    background: 'var(--amber-soft)',
    hover: '',
    color: 'var(--amber)',
    border: '1px solid var(--amber-line)',
  },
  error: { background: 'var(--red-soft)', hover: '', color: 'var(--red)', border: '1px solid var(--red-line)' },
  success: { background: 'var(--green-soft)', hover: '', color: 'var(--green)', border: '1px solid var(--line)' },
};

const variantColorResolver: VariantColorsResolver = (input) =>
  variants[input.variant] ?? tones[input.variant] ?? defaultVariantColorsResolver(input);

/** The look of every part, said once. Colours, radius and fonts are the tokens of styles/tokens.css, so that both schemes draw from one source. */
export const theme = createTheme({
  colors: { ink },
  primaryColor: 'ink',
  primaryShade: { light: 6, dark: 3 },
  autoContrast: true,
  variantColorResolver,
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
  components: {
    Button: Button.extend({
      defaultProps: { variant: 'default', size: 'md' },
      classNames: { root: css.button, inner: css.inner, label: css.label, section: css.section },
    }),
    ActionIcon: ActionIcon.extend({
      defaultProps: { variant: 'default', size: 'md' },
      classNames: { root: css.square },
    }),
    // By name, so that a page without fields does not load them.
    Input: { classNames: { wrapper: css.field, input: css.input } },
    InputWrapper: {
      defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'], withAsterisk: false },
      classNames: { label: css.fieldLabel, description: css.help, error: css.error },
    },
    PasswordInput: {
      defaultProps: {
        visibilityToggleFocusable: true,
        visibilityToggleButtonProps: { 'aria-label': 'Show characters' },
      },
      classNames: { innerInput: css.secret, visibilityToggle: css.reveal },
    },
    Textarea: { defaultProps: { resize: 'vertical' } },
    Checkbox: {
      classNames: {
        root: css.tick,
        body: css.inlineBody,
        input: css.box,
        icon: css.sign,
        label: css.inlineLabel,
        description: css.help,
      },
    },
    Radio: {
      classNames: {
        root: css.tick,
        body: css.inlineBody,
        radio: css.box,
        icon: css.sign,
        label: css.inlineLabel,
        description: css.help,
      },
    },
    Tabs: { classNames: { root: css.tabs, list: css.tabList, tab: css.tab, panel: css.tabPanel } },
    Table: {
      defaultProps: { verticalSpacing: 8, horizontalSpacing: 8 },
      classNames: { table: css.table, th: css.th, td: css.td },
    },
    DataList: {
      defaultProps: { withDivider: true },
      classNames: { root: css.facts, item: css.fact, itemLabel: css.factLabel, itemValue: css.factValue },
    },
    Code: { classNames: { root: css.code } },
    Progress: { defaultProps: { size: 10 }, classNames: { root: css.progress, section: css.progressPart } },
    ProgressRoot: { defaultProps: { size: 10 }, classNames: { root: css.progress, section: css.progressPart } },
    Stepper: {
      defaultProps: { iconSize: 24, allowNextStepsSelect: false },
      classNames: {
        root: css.stepper,
        stepBody: css.stepBody,
        stepLabel: css.stepLabel,
        stepDescription: css.stepLine,
        stepIcon: css.stepSign,
      },
    },
    ...overlays,
  },
});
