import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { CACHE } from './paths.mjs';

export const DEMO_OPTIONS = {
  cells: { default: 24, least: 1, most: 10_000, about: 'cells of the simulated organization' },
  seed: { default: 1, least: 0, most: 2 ** 31, about: 'seed of the simulated world' },
  pace: { default: 10, least: 1, most: 1000, about: 'how much faster than metrics pipelines and bakes run' },
  quiet: { flag: true, about: 'the world releases nothing by itself' },
  events: { flag: true, about: 'alarms and pipelines are told by events instead of being polled' },
  port: { default: 3000, least: 1, most: 65_535, about: 'port of the app' },
  'simulator-port': { default: 4566, least: 1, most: 65_535, about: 'port of the simulated AWS' },
  'identity-port': { default: 4567, least: 1, most: 65_535, about: 'port of the identity provider' },
};

/** What the app needs to know to run on the simulator. */
export function demoEnvironment(options) {
  const dataDir = `${CACHE}demo/port-${options.port}-cells-${options.cells}-seed-${options.seed}`;
  mkdirSync(dataDir, { recursive: true });
  return {
    PORT: String(options.port),
    HOST: '127.0.0.1',
    CELL_REGISTRY: 's3://orbit-cellwatch/registry.json',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${options['simulator-port']}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIA100000000002CWCH',
    AWS_SECRET_ACCESS_KEY: 'simulator-100000000002-cellwatch',
    AWS_SESSION_TOKEN: '',
    AWS_PROFILE: '',
    NEXTAUTH_URL: `http://127.0.0.1:${options.port}`,
    NEXTAUTH_SECRET: kept(`${CACHE}demo/secret`),
    OIDC_ISSUER: `http://127.0.0.1:${options['identity-port']}`,
    OIDC_CLIENT_ID: 'cellwatch',
    OIDC_CLIENT_SECRET: 'cellwatch-demo',
    ACCESS_POLICY: JSON.stringify({
      rules: [
        { group: 'cellwatch-viewers', role: 'viewer' },
        { group: 'cellwatch-managers', role: 'manager' },
        { group: 'cellwatch-operators', role: 'operator' },
        { group: 'cellwatch-operators-preprod', role: 'operator', environments: ['pre-production'] },
        { group: 'cellwatch-operators-two', role: 'operator', approvals: 2 },
        { group: 'cellwatch-oncall', role: 'operator', breakGlass: true },
        { group: 'cellwatch-admins', role: 'admin' },
      ],
    }),
    REFRESH_SECONDS: process.env.REFRESH_SECONDS || '10',
    METRICS_TOKEN: process.env.METRICS_TOKEN || 'cellwatch-demo',
    DATA_DIR: dataDir,
    ...(options.events && { ALARM_EVENTS_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/100000000002/cellwatch-events' }),
  };
}

/** A random secret, made once, so that a restart signs nobody out. */
function kept(path) {
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600 });
  return readFileSync(path, 'utf8');
}
