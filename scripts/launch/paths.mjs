import { fileURLToPath } from 'node:url';

/** The folder of the checkout, with a trailing slash. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Node 24, as brought by the `node` package: the system's own may be older. */
export const NODE = `${ROOT}node_modules/node/bin/node`;
export const NEXT = `${ROOT}node_modules/next/dist/bin/next`;
export const CACHE = `${ROOT}.cache/`;

/** The environment of every child: our Node first on the path, no telemetry. */
export function childEnvironment(extra = {}) {
  return {
    ...process.env,
    PATH: `${ROOT}node_modules/.bin:${process.env.PATH ?? ''}`,
    NEXT_TELEMETRY_DISABLED: '1',
    ...extra,
  };
}
