import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const tide: MantineColorsTuple = [
  "#e9f7fa",
  "#d6ecf1",
  "#acd8e2",
  "#7fc3d3",
  "#5bb1c5",
  "#43a5bc",
  "#2f97b0",
  "#1a829a",
  "#0b6e85",
  "#00596e",
];

export const theme = createTheme({
  primaryColor: "tide",
  primaryShade: { light: 8, dark: 7 },
  colors: { tide },
  defaultRadius: "md",
  cursorType: "pointer",
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SFMono-Regular", "DejaVu Sans Mono", Menlo, Consolas, monospace',
  headings: { fontWeight: "650" },
});

/** Where Mantine's own shades are too faint to read on their ground (WCAG AA asks for 4.5:1). */
export const cssVariables: CSSVariablesResolver = (mantine) => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": mantine.colors.gray[7],
    "--mantine-color-error": mantine.colors.red[8],
    "--mantine-color-yellow-light-color": "#7a4300",
    "--mantine-color-orange-light-color": "#8a3200",
    "--mantine-color-green-light-color": "#1f6b2f",
    "--mantine-color-gray-light-color": mantine.colors.gray[7],
  },
  dark: {
    "--mantine-color-dimmed": mantine.colors.dark[1],
  },
});
