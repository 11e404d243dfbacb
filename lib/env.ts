import { z } from 'zod';

/** Where the cell registry (or an access policy) is read from. */
export type DocumentLocation = { kind: 's3'; bucket: string; key: string } | { kind: 'file'; path: string };

/** An access policy written into the variable itself, or where it is read from. */
export type PolicyLocation = DocumentLocation | { kind: 'text'; text: string };

/** A variable of the environment that can't be used; the message names it, what was expected and an example. */
export class EnvError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`The environment can't be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'EnvError';
    this.faults = faults;
  }
}

const EXPECTED: Record<keyof Env, string> = {
  PORT: 'a port number, for example 3000',
  HOST: 'an address to listen on, for example 127.0.0.1',
  CELL_REGISTRY: 's3://bucket/key or file:path, for example s3://orbit-cellwatch/registry.json',
  DATABASE_URL:
    'a PostgreSQL address with user, host and database, for example postgres://cellwatch:secret@127.0.0.1:5432/cellwatch (in a password, write signs other than letters and digits as %XX)',
  DATA_DIR: 'a folder, for example ./data',
  NEXTAUTH_URL: 'the address people open, for example https://cellwatch.example.com',
  NEXTAUTH_SECRET: 'at least 16 characters, for example the output of: openssl rand -base64 32',
  OIDC_ISSUER: "the identity provider's issuer address, for example https://login.example.com",
  OIDC_CLIENT_ID: 'the client id at the identity provider, for example cellwatch',
  OIDC_CLIENT_SECRET: 'the client secret that the identity provider gave, for example 8xLOxBtZp8',
  OIDC_GROUPS_CLAIM: 'the name of the claim that lists groups, for example groups',
  ACCESS_POLICY: 'file:path, s3://bucket/key or JSON, for example {"rules":[{"group":"sre","role":"operator"}]}',
  REFRESH_SECONDS: 'seconds from 1 to 3600, for example 60',
  IDLE_REFRESH_SECONDS: 'seconds from 1 to 3600, for example 300',
  COST_REFRESH_HOURS: 'hours from 1 to 168, for example 12',
  AWS_BUDGET_USD_PER_MONTH: 'US dollars, for example 250',
  ALARM_EVENTS_QUEUE_URL: 'the address of an SQS queue, for example https://sqs.us-east-1.amazonaws.com/100000000002/alarms',
  REQUIRE_FRESH_SIGN_IN_MINUTES: 'minutes, for example 15',
  BREAK_GLASS_MINUTES: 'minutes from 5 to 480, for example 60',
  SESSION_IDLE_MINUTES: 'minutes from 5 to 480, for example 60',
  METRICS_TOKEN: 'a text that Prometheus sends as bearer, for example the output of: openssl rand -hex 16',
  TRUSTED_PROXIES: 'addresses separated by commas, for example 10.0.0.0/8',
  LOG_LEVEL: 'debug, info, warn or error, for example info',
  AWS_ENDPOINT_URL: 'an address that stands in for AWS, for example http://127.0.0.1:4566',
  AWS_REGION: 'the Region that Cellwatch runs in, for example us-east-1',
};

/** Their values are never printed. */
const SECRETS: ReadonlySet<string> = new Set(['DATABASE_URL', 'NEXTAUTH_SECRET', 'OIDC_CLIENT_SECRET', 'METRICS_TOKEN']);
const SHOWN_AT_MOST = 80;

function locate(text: string): DocumentLocation | null {
  const s3 = /^s3:\/\/([^/]+)\/(.+)$/.exec(text);
  if (s3?.[1] && s3[2]) return { kind: 's3', bucket: s3[1], key: s3[2] };
  const file = /^file:(?:\/\/)?(.+)$/.exec(text);
  return file?.[1] ? { kind: 'file', path: file[1] } : null;
}

/** An address that names all that libpq would otherwise guess from the account and the machine it runs on. */
function isDatabaseAddress(text: string): boolean {
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { username, hostname, pathname, hash, searchParams } = new URL(text);
  const named = (part: string, parameter: string) => part !== '' || searchParams.get(parameter);
  return Boolean(named(username, 'user') && named(hostname, 'host') && pathname.length > 1 && hash === '');
}

/** A text that `read` makes something of. */
const readable = <T>(read: (text: string) => T | null) =>
  z.string().transform((text, context): T => {
    const found = read(text);
    if (found !== null) return found;
    context.addIssue({ code: 'custom', message: 'not readable' });
    return z.NEVER;
  });

/** An address that is fetched, or that people are sent to. */
const url = z.url({ protocol: /^https?$/ });
const positive = z.coerce.number().positive();

const schema = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  CELL_REGISTRY: readable(locate),
  DATABASE_URL: z.string().refine(isDatabaseAddress).optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  NEXTAUTH_URL: url,
  NEXTAUTH_SECRET: z.string().min(16),
  OIDC_ISSUER: url,
  OIDC_CLIENT_ID: z.string().min(1),
  OIDC_CLIENT_SECRET: z.string().min(1),
  OIDC_GROUPS_CLAIM: z.string().min(1).default('groups'),
  ACCESS_POLICY: readable<PolicyLocation>((text) => (text.trim().startsWith('{') ? { kind: 'text', text } : locate(text))).optional(),
  REFRESH_SECONDS: z.coerce.number().min(1).max(3600).default(60),
  IDLE_REFRESH_SECONDS: z.coerce.number().min(1).max(3600).default(300),
  COST_REFRESH_HOURS: z.coerce.number().min(1).max(168).default(12),
  AWS_BUDGET_USD_PER_MONTH: positive.optional(),
  ALARM_EVENTS_QUEUE_URL: url.optional(),
  REQUIRE_FRESH_SIGN_IN_MINUTES: positive.optional(),
  BREAK_GLASS_MINUTES: z.coerce.number().min(5).max(480).default(60),
  SESSION_IDLE_MINUTES: z.coerce.number().min(5).max(480).default(60),
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
  const names = [...new Set(result.error.issues.map((issue) => issue.path[0] as keyof Env))];
  throw new EnvError(names.map((name) => `${name} ${foundText(name, given[name])}; expected ${EXPECTED[name]}`));
}

function foundText(name: keyof Env, value: string | undefined): string {
  if (value === undefined) return 'is not set';
  if (SECRETS.has(name)) return "can't be used";
  // An address may carry a password.
  const shown = value.replace(/\/\/[^/@]*@/, '//…@');
  return `is "${shown.length > SHOWN_AT_MOST ? `${shown.slice(0, SHOWN_AT_MOST)}…` : shown}"`;
}
