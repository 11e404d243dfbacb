import { z } from 'zod';

/** Where the cell registry (or an access policy) is read from. */
export type DocumentLocation = { kind: 's3'; bucket: string; key: string } | { kind: 'file'; path: string };

/** A variable of the environment that can't be used; the message names it, what was expected and an example. */
export class EnvError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`The environment can't be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'EnvError';
    this.faults = faults;
  }
}

const EXAMPLES: Record<string, string> = {
  PORT: 'a port number, for example 3000',
  HOST: 'an address to listen on, for example 127.0.0.1',
  CELL_REGISTRY: 's3://bucket/key or file:path, for example s3://orbit-cellwatch/registry.json',
  DATABASE_URL: 'a PostgreSQL address, for example postgres://cellwatch@127.0.0.1/cellwatch',
  NEXTAUTH_URL: 'the address people open, for example https://cellwatch.example.com',
  NEXTAUTH_SECRET: 'at least 16 characters, for example the output of: openssl rand -base64 32',
  OIDC_ISSUER: "the identity provider's issuer address, for example https://login.example.com",
  OIDC_CLIENT_ID: 'the client id at the identity provider, for example cellwatch',
  OIDC_CLIENT_SECRET: 'the client secret at the identity provider',
  ACCESS_POLICY: 'file:path, s3://bucket/key or JSON, for example {"rules":[{"group":"sre","role":"operator"}]}',
  REFRESH_SECONDS: 'seconds from 1 to 3600, for example 60',
  COST_REFRESH_HOURS: 'hours from 1 to 168, for example 12',
  AWS_BUDGET_USD_PER_MONTH: 'US dollars, for example 250',
  ALARM_EVENTS_QUEUE_URL: 'the address of an SQS queue',
  REQUIRE_FRESH_SIGN_IN_MINUTES: 'minutes, for example 15',
  LOG_LEVEL: 'debug, info, warn or error',
};

const location = z.string().transform((text, context): DocumentLocation => {
  const s3 = /^s3:\/\/([^/]+)\/(.+)$/.exec(text);
  if (s3?.[1] && s3[2]) return { kind: 's3', bucket: s3[1], key: s3[2] };
  const file = /^file:(?:\/\/)?(.+)$/.exec(text);
  if (file?.[1]) return { kind: 'file', path: file[1] };
  context.addIssue({ code: 'custom', message: 'not a location' });
  return z.NEVER;
});

const url = z.url();
const positive = z.coerce.number().positive();

const schema = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  CELL_REGISTRY: location,
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  NEXTAUTH_URL: url,
  NEXTAUTH_SECRET: z.string().min(16),
  OIDC_ISSUER: url,
  OIDC_CLIENT_ID: z.string().min(1),
  OIDC_CLIENT_SECRET: z.string().min(1),
  OIDC_GROUPS_CLAIM: z.string().min(1).default('groups'),
  ACCESS_POLICY: z.string().min(1).optional(),
  REFRESH_SECONDS: z.coerce.number().min(1).max(3600).default(60),
  COST_REFRESH_HOURS: z.coerce.number().min(1).max(168).default(12),
  AWS_BUDGET_USD_PER_MONTH: positive.optional(),
  ALARM_EVENTS_QUEUE_URL: url.optional(),
  REQUIRE_FRESH_SIGN_IN_MINUTES: positive.optional(),
  METRICS_TOKEN: z.string().min(1).optional(),
  TRUSTED_PROXIES: z.string().optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  AWS_ENDPOINT_URL: url.optional(),
  AWS_REGION: z.string().min(1).default('us-east-1'),
});

export type Env = z.infer<typeof schema>;

/**
 * Parses the environment once, at start. Empty variables count as unset.
 * @throws EnvError that lists every fault.
 */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const names = [...new Set(result.error.issues.map((issue) => String(issue.path[0])))];
  throw new EnvError(
    names.map((name) => {
      const secret = /SECRET|TOKEN|DATABASE_URL/.test(name);
      const found = given[name] === undefined ? 'is not set' : secret ? "can't be used" : `is "${given[name]}"`;
      return `${name} ${found}; expected ${EXAMPLES[name] ?? 'a value'}`;
    }),
  );
}
