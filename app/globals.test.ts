import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('./globals.css', import.meta.url), 'utf8');

type Theme = 'light' | 'dark';

/** Relative luminance of an opaque oklch() token. Source: CSS Color 4, WCAG 2.2. */
function luminance(token: string, theme: Theme): number {
  const value = new RegExp(`--${token}: ([^;]+);`).exec(css)?.[1] ?? '';
  const colours = value.match(/oklch\([^)]+\)/g) ?? [];
  const text = colours[theme === 'light' || colours.length === 1 ? 0 : 1] ?? '';
  const [l = Number.NaN, c = Number.NaN, h = Number.NaN] = text.slice(6, -1).split(/\s+/).map(Number);
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const [x, y, z] = [
    l + 0.3963377774 * a + 0.2158037573 * b,
    l - 0.1055613458 * a - 0.0638541728 * b,
    l - 0.0894841775 * a - 1.291485548 * b,
  ].map((root) => root ** 3) as [number, number, number];
  const channels = [
    4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
    -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
    -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z,
  ].map((channel) => Math.min(1, Math.max(0, channel))) as [number, number, number];
  return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2];
}

function contrast(one: string, other: string, theme: Theme): number {
  const [a, b] = [luminance(one, theme), luminance(other, theme)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const PLAIN = ['page', 'surface', 'raised', 'hover'];
const TEXT: readonly (readonly [string, readonly string[]])[] = [
  ['text', [...PLAIN, 'degraded-tint', 'critical-tint', 'no-data-base', 'no-data-stripe']],
  ['text-quiet', [...PLAIN, 'no-data-base', 'no-data-stripe', 'critical-tint']],
  ['text-faint', ['page', 'surface', 'raised', 'hover']],
  ['link', PLAIN],
  ['degraded-text', ['page', 'surface', 'degraded-tint']],
  ['critical-text', PLAIN],
  ['on-critical', ['critical', 'critical-deep']],
  ['release', ['page', 'surface']],
];
const MARKS: readonly (readonly [string, readonly string[]])[] = [
  ['healthy', PLAIN],
  ['degraded', ['page', 'surface', 'degraded-tint']],
  ['critical', ['page', 'surface']],
  ['on-degraded', ['degraded-fill']],
  ['no-data', ['page', 'surface', 'no-data-base', 'no-data-stripe']],
  ['focus', PLAIN],
  ['series', ['surface']],
  ['objective', ['surface']],
  ...['1', '2', '3', '4', '5', 'rest'].map((which) => [`stack-${which}`, ['surface']] as const),
];

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  test.each(TEXT.flatMap(([token, grounds]) => grounds.map((ground) => [token, ground] as const)))(
    'words in %s can be read on %s',
    (token, ground) => {
      expect(contrast(token, ground, theme)).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each(MARKS.flatMap(([token, grounds]) => grounds.map((ground) => [token, ground] as const)))(
    'marks in %s stand out from %s',
    (token, ground) => {
      expect(contrast(token, ground, theme)).toBeGreaterThanOrEqual(3);
    },
  );
});

test('the measure itself is right: black on white is 21', () => {
  expect(contrast('on-critical', 'on-critical', 'light')).toBe(1);
  expect(luminance('on-critical', 'dark')).toBeCloseTo(1, 3);
});
