import { type CSSVariablesResolver, createTheme } from '@mantine/core';

/** Violet, the colour of the lanes in the logo. */
const lane = [
  '#f1f0ff',
  '#dfddfc',
  '#bbb7f5',
  '#958ef0',
  '#776feb',
  '#645be8',
  '#5b54e8',
  '#4a44ce',
  '#423cb8',
  '#3632a2',
] as const;

/** Greys with a touch of the same violet, so that inputs and cards belong together. */
const dark = [
  '#e7e7f0',
  '#c3c4d2',
  '#9a9bb0',
  '#6d6e85',
  '#3d3e52',
  '#2d2e40',
  '#1f202e',
  '#15151f',
  '#101018',
  '#0d0d14',
] as const;

export const theme = createTheme({
  primaryColor: 'lane',
  primaryShade: { light: 6, dark: 5 },
  colors: { lane, dark },
  defaultRadius: 'md',
  cursorType: 'pointer',
  autoContrast: true,
  fontFamily:
    'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace:
    'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontWeight: '700' },
  // Within a text a colour alone is no sign of a link.
  components: { Anchor: { defaultProps: { underline: 'always' } } },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f5f5fa',
    '--studio-card': '#ffffff',
    '--studio-line': 'rgb(20 20 50 / 10%)',
    '--studio-hover': 'rgb(91 84 232 / 5%)',
    '--studio-fault': '#b3261e',
    '--mantine-color-error': '#b3261e',
    '--studio-good': '#08623f',
    '--mantine-color-red-light-color': '#a8201a',
    '--mantine-color-orange-light-color': '#8a3b00',
    '--studio-chart': '#5b54e8',
    '--studio-glow': 'rgb(91 84 232 / 16%)',
    '--mantine-color-dimmed': '#5c5f70',
  },
  dark: {
    '--mantine-color-body': '#0d0d14',
    '--studio-card': '#15151f',
    '--studio-line': 'rgb(255 255 255 / 9%)',
    '--studio-hover': 'rgb(255 255 255 / 4%)',
    '--studio-fault': '#ff9d97',
    '--mantine-color-error': '#ff9d97',
    '--studio-good': '#5fd3a5',
    '--mantine-color-orange-light': 'rgb(255 146 43 / 14%)',
    '--mantine-color-orange-light-color': '#ffb77a',
    '--studio-chart': '#8f88ff',
    '--studio-glow': 'rgb(119 111 235 / 22%)',
    '--mantine-color-text': '#e7e7f0',
    '--mantine-color-dimmed': '#9a9bb0',
    '--mantine-color-lane-light': 'rgb(119 111 235 / 22%)',
    '--mantine-color-lane-light-hover': 'rgb(119 111 235 / 30%)',
    '--mantine-color-lane-light-color': '#c9c5ff',
    '--mantine-color-red-light': 'rgb(250 82 82 / 14%)',
    '--mantine-color-red-light-hover': 'rgb(250 82 82 / 22%)',
    '--mantine-color-red-light-color': '#ffa8a8',
  },
});
