import { expect, it } from 'vitest';
import { EnvError, parseEnv } from './env.ts';

const VALID = {
  CELL_REGISTRY: 's3://orbit-cellwatch/registry.json',
  NEXTAUTH_URL: 'http://127.0.0.1:3000',
  NEXTAUTH_SECRET: 'a-secret-for-tests-only',
  OIDC_ISSUER: 'http://127.0.0.1:4567',
  OIDC_CLIENT_ID: 'cellwatch',
  OIDC_CLIENT_SECRET: 'cellwatch-demo',
};

function faultsOf(change: Record<string, string | undefined>): readonly string[] {
  try {
    parseEnv({ ...VALID, ...change });
  } catch (error) {
    if (error instanceof EnvError) return error.faults;
    throw error;
  }
  return [];
}

it('fills in the defaults', () => {
  expect(parseEnv(VALID)).toMatchObject({
    PORT: 3000,
    HOST: '127.0.0.1',
    DATA_DIR: './data',
    OIDC_GROUPS_CLAIM: 'groups',
    REFRESH_SECONDS: 60,
    COST_REFRESH_HOURS: 12,
    BREAK_GLASS_MINUTES: 60,
    SESSION_IDLE_MINUTES: 60,
    LOG_LEVEL: 'info',
    AWS_REGION: 'us-east-1',
  });
});

it('takes an empty variable for an unset one', () => {
  const empty = { PORT: '', DATABASE_URL: '', METRICS_TOKEN: '', ACCESS_POLICY: '', AWS_ENDPOINT_URL: '' };
  expect(parseEnv({ ...VALID, ...empty })).toEqual(parseEnv(VALID));
  expect(faultsOf({ OIDC_CLIENT_ID: '' })).toEqual(faultsOf({ OIDC_CLIENT_ID: undefined }));
});

it.each([
  ['s3://bucket/a/b.json', { kind: 's3', bucket: 'bucket', key: 'a/b.json' }],
  ['file:registry.json', { kind: 'file', path: 'registry.json' }],
  ['file:///etc/registry.json', { kind: 'file', path: '/etc/registry.json' }],
])('reads where a document is: %s', (text, location) => {
  expect(parseEnv({ ...VALID, CELL_REGISTRY: text, ACCESS_POLICY: text })).toMatchObject({
    CELL_REGISTRY: location,
    ACCESS_POLICY: location,
  });
});

it('takes an access policy that is written into the variable', () => {
  const text = ' {"rules":[]}';
  expect(parseEnv({ ...VALID, ACCESS_POLICY: text }).ACCESS_POLICY).toEqual({ kind: 'text', text });
});

it.each([
  'postgres://cellwatch:a%23b@127.0.0.1/cellwatch',
  'postgresql://cellwatch@db.orbit.example:5433/cellwatch?sslmode=verify-full&sslrootcert=/etc/ssl/rds.pem',
  'postgres:///cellwatch?host=/var/run/postgresql&user=cellwatch',
])('takes the address of a database: %s', (address) => {
  expect(parseEnv({ ...VALID, DATABASE_URL: address }).DATABASE_URL).toBe(address);
});

it.each([
  ['PORT', '70000'],
  ['PORT', 'http'],
  ['CELL_REGISTRY', undefined],
  ['CELL_REGISTRY', 's3://bucket'],
  ['DATABASE_URL', 'mysql://a'],
  ['DATABASE_URL', 'postgres://me@db'],
  ['DATABASE_URL', 'postgres://me@db/'],
  ['DATABASE_URL', 'postgres://db/cellwatch'],
  ['DATABASE_URL', 'postgres://me@/cellwatch'],
  ['DATABASE_URL', 'postgres://me:a#b@db/cellwatch'],
  ['DATABASE_URL', 'postgres://me:1#b@db/cellwatch'],
  ['DATABASE_URL', 'postgres://me:a/b@db/cellwatch'],
  ['DATABASE_URL', 'postgres://me@db:port/cellwatch'],
  ['NEXTAUTH_URL', 'cellwatch'],
  ['NEXTAUTH_SECRET', 'short'],
  ['OIDC_ISSUER', undefined],
  ['OIDC_CLIENT_ID', undefined],
  ['OIDC_CLIENT_SECRET', undefined],
  ['ACCESS_POLICY', 'everybody'],
  ['REFRESH_SECONDS', '0'],
  ['COST_REFRESH_HOURS', '200'],
  ['AWS_BUDGET_USD_PER_MONTH', '-1'],
  ['ALARM_EVENTS_QUEUE_URL', 'alarms'],
  ['REQUIRE_FRESH_SIGN_IN_MINUTES', 'soon'],
  ['SESSION_IDLE_MINUTES', '1'],
  ['BREAK_GLASS_MINUTES', '1'],
  ['LOG_LEVEL', 'loud'],
  ['AWS_ENDPOINT_URL', 'localhost'],
] as const)('names %s when it is %s, with what was expected and an example', (name, value) => {
  const faults = faultsOf({ [name]: value });
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(new RegExp(`^${name} (is not set|is "|can't be used).*; expected .+for example `));
});

it('lists every fault, a line each', () => {
  expect(() => parseEnv({})).toThrow(EnvError);
  const { CELL_REGISTRY, ...rest } = VALID;
  expect(() => parseEnv({ ...rest, PORT: 'x' })).toThrow(
    [
      "The environment can't be used:",
      '  PORT is "x"; expected a port number, for example 3000',
      `  CELL_REGISTRY is not set; expected s3://bucket/key or file:path, for example ${CELL_REGISTRY}`,
    ].join('\n'),
  );
});

it.each([
  ['NEXTAUTH_SECRET', 'hunter2'],
  ['DATABASE_URL', 'mysql://me:hunter2@db/x'],
  ['DATABASE_URL', 'postgres://me:#hunter2@db/x'],
  ['NEXTAUTH_URL', '//me:hunter2@cellwatch'],
])('never prints a secret: %s', (name, value) => {
  const [fault] = faultsOf({ [name]: value });
  expect(fault).toContain(name);
  expect(fault).not.toContain('hunter2');
});

it('cuts off what is long', () => {
  expect(faultsOf({ LOG_LEVEL: 'x'.repeat(10_000) })[0]?.length).toBeLessThan(200);
});

it.each(['NEXTAUTH_URL', 'OIDC_ISSUER', 'AWS_ENDPOINT_URL', 'ALARM_EVENTS_QUEUE_URL'])('takes for %s a web address alone', (name) => {
  for (const address of ['javascript:alert(1)', 'file:///etc/passwd', 'ftp://a.example', 'data:text/plain,x']) {
    expect(faultsOf({ [name]: address })).toHaveLength(1);
  }
  expect(faultsOf({ [name]: 'https://a.example/x' })).toEqual([]);
});
