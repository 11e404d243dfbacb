import { parseArgs } from 'node:util';
import { stop } from './say.mjs';

/**
 * Whole-number options and flags after `--`.
 * @param {Record<string, { default: number, least: number, most: number, about: string } | { flag: true, about: string }>} known
 * @returns {Record<string, number | boolean>}
 */
export function parseOptions(known, command, args = process.argv.slice(2)) {
  const usage = [
    `${command} [-- OPTIONS]`,
    ...Object.entries(known).map(
      ([name, option]) => `  --${name.padEnd(16)} ${option.about}${option.flag ? '' : ` (default ${option.default})`}`,
    ),
  ].join('\n');
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        ...Object.fromEntries(Object.entries(known).map(([name, { flag }]) => [name, { type: flag ? 'boolean' : 'string' }])),
        help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    stop(`${error.message}\n\n${usage}`);
  }
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  return Object.fromEntries(
    Object.entries(known).map(([name, { flag, default: fallback, least, most }]) => {
      const text = values[name];
      if (flag) return [name, text ?? false];
      if (text === undefined) return [name, fallback];
      const number = Number(text);
      if (!/^\d+$/.test(text) || number < least || number > most)
        stop(`--${name} is "${text}"; expected a whole number from ${least} to ${most}.\n\n${usage}`);
      return [name, number];
    }),
  );
}
