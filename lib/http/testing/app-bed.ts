import { randomUUID } from 'node:crypto';
import dns from 'node:dns';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { parseEnv } from '#lib/env.ts';
import { createLog } from '#lib/log.ts';
import { assembleRuntime } from '#lib/runtime.ts';
import { openSqlite } from '#lib/store/sqlite/open-sqlite.ts';
import { appKey } from '#simulator/iam/find-key.ts';
import { type SimulatorOptions, startSimulator } from '#simulator/start-simulator.ts';
import { REGISTRY_BUCKET, REGISTRY_KEY } from '#simulator/world/types.ts';
import { fakeCookie } from '../fake-runtime.ts';
import { everyRoute } from './every-route.ts';

const ORIGIN = 'http://127.0.0.1:3100';
/** Each service has a host of its own under this domain, as in AWS. */
const DOMAIN = 'aws.test';
/** What the SDK calls the services whose endpoints it takes from the environment, by the names that faults use. */
const HOSTS = {
  CloudWatch: 'cloudwatch',
  STS: 'sts',
  S3: 's3',
  Organizations: 'organizations',
  CodePipeline: 'codepipeline',
  StepFunctions: 'sfn',
  CloudFormation: 'cloudformation',
  ECR: 'ecr',
  CodeBuild: 'codebuild',
  CostExplorer: 'cost_explorer',
} as const;

/** A service that the app calls. */
export type CalledService = keyof typeof HOSTS;
export const CALLED_SERVICES = Object.keys(HOSTS) as CalledService[];

/** For tests: the whole app but its pages' markup, on a simulator, on a clock that they turn. */
export type AppBed = Awaited<ReturnType<typeof startAppBed>>;

/**
 * Starts a simulator and a runtime that is driven by hand, with a store of its own. `globalThis` holds the runtime until `close`.
 * @param options of the simulator; `at` is where its clock starts, epoch ms
 */
export async function startAppBed({ at, ...options }: { at: number; cells: number } & Partial<SimulatorOptions>) {
  const clock = { time: at, now: () => clock.time };
  const simulator = await startSimulator({ seed: 7, port: 0, quiet: true, slowMs: 300, ...options, clock });
  const names = resolver();
  const folder = await mkdtemp(join(tmpdir(), 'app-'));
  const { port } = new URL(simulator.url);
  const { accessKeyId, secretAccessKey } = appKey(simulator.world);
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey);
  for (const host of Object.values(HOSTS)) vi.stubEnv(`AWS_ENDPOINT_URL_${host.toUpperCase()}`, `http://${hostOf(host)}:${port}`);
  const logged: string[] = [];
  const env = parseEnv({
    CELL_REGISTRY: 's3://orbit-cellwatch/registry.json',
    NEXTAUTH_URL: ORIGIN,
    NEXTAUTH_SECRET: SECRET,
    OIDC_ISSUER: 'http://127.0.0.1:3109',
    OIDC_CLIENT_ID: 'cellwatch',
    OIDC_CLIENT_SECRET: 'cellwatch-demo',
    COST_REFRESH_HOURS: '1',
    METRICS_TOKEN: TOKEN,
    DATA_DIR: folder,
  });
  const log = createLog('error', (line) => logged.push(line));
  const { runtime, refresh } = await assembleRuntime({ env, store: await openSqlite(folder), clock, log, driven: true });
  (globalThis as { __cellwatch?: unknown }).__cellwatch = runtime;
  let signedIn = { at: Number.NEGATIVE_INFINITY, cookie: '' };
  const cookieOfNow = async () => {
    if (clock.time - signedIn.at > SIGNS_IN_AFTER_MS) {
      const id = randomUUID();
      const at = clock.time;
      const person = { id: 'someone', name: 'Someone', email: null };
      const identity = { email: null, emailVerified: false, groups: ['cellwatch-admins'] };
      const times = { createdAt: at, authenticatedAt: at, seenAt: at, expiresAt: at + 8 * 3_600_000 };
      await runtime.sessions.begin({ id, person, identity, ...times, origin: { address: null, userAgent: null }, ended: null }, null);
      signedIn = { at, cookie: await fakeCookie([{ role: 'admin' }], 0, SECRET, { sessionId: id, identity }) };
    }
    return signedIn.cookie;
  };
  const side = async (method: string, door: string, body?: object) => {
    const answer = await fetch(`${simulator.url}/_simulator/${door}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    if (!answer.ok) throw new Error(`The side door answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  return {
    simulator,
    runtime,
    clock,
    side,
    /** What was logged as an error. */
    logged,
    /** Moves the clock on, then reads what is due. */
    async refresh(ms: number) {
      clock.time += ms;
      await refresh();
    },
    /** The answer of the route of this address to an administrator. */
    async get(address: string): Promise<Response> {
      const { pathname } = new URL(address, ORIGIN);
      const [, api, ...parts] = pathname.split('/');
      const exact = everyRoute.find(({ path }) => path === pathname);
      const route = exact ?? everyRoute.find(({ path }) => path === `/${api}/${parts.slice(0, -1).join('/')}/x`);
      const handler = route?.module.GET;
      if (!route || !handler) throw new Error(`no route ${pathname}`);
      const headers = { cookie: await cookieOfNow(), authorization: `Bearer ${TOKEN}` };
      const request = new Request(new URL(address, ORIGIN), { headers });
      return handler(request, { params: Promise.resolve(route.params(exact ? [] : parts.slice(-1).map(decodeURIComponent))) });
    },
    /** A fault of the simulator's, or `dns`: the name of the service's host is known no more. */
    async fault(kind: string, service: CalledService) {
      if (kind !== 'dns') return void (await side('POST', 'faults', { service, operation: '*', kind }));
      names.unknown.add(HOSTS[service]);
      // Connections that are open need no name.
      simulator.disconnect();
      await new Promise((resolve) => setTimeout(resolve, 20));
    },
    /** Publishes the registry anew, so that it is read as a whole. */
    touchRegistry() {
      const objects = simulator.world.buckets.get(REGISTRY_BUCKET)?.objects;
      const published = objects?.get(REGISTRY_KEY);
      if (!published) throw new Error('the world has no registry');
      objects?.set(REGISTRY_KEY, { ...published, body: Buffer.concat([published.body, Buffer.from('\n')]), etag: `"${randomUUID()}"` });
    },
    async endFaults() {
      names.unknown.clear();
      await side('DELETE', 'faults');
    },
    async close() {
      delete (globalThis as { __cellwatch?: unknown }).__cellwatch;
      await runtime.stop();
      names.restore();
      vi.unstubAllEnvs();
      await simulator.close();
      await rm(folder, { recursive: true });
    },
  };
}

const SECRET = 'a-secret-for-tests-only';
const TOKEN = 'a-token-of-a-test';
/** Before the session is idle. */
const SIGNS_IN_AFTER_MS = 30 * 60_000;

function hostOf(service: string): string {
  return `${service.replaceAll('_', '-')}.${DOMAIN}`;
}

/** Names under the domain lead to this machine, but for those that are unknown; all others are looked up as ever. */
function resolver() {
  const real = dns.lookup;
  const unknown = new Set<string>();
  const lookup = (hostname: string, ...rest: unknown[]) => {
    const answer = rest.at(-1) as (error: Error | null, ...found: unknown[]) => void;
    const options = rest.length > 1 ? (rest[0] as { all?: boolean }) : {};
    if (!hostname.endsWith(`.${DOMAIN}`)) return Reflect.apply(real, dns, [hostname, ...rest]);
    const lost = [...unknown].some((service) => `.${hostname}`.endsWith(`.${hostOf(service)}`));
    const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname });
    setImmediate(() => {
      if (lost) answer(error);
      else if (options.all) answer(null, [{ address: '127.0.0.1', family: 4 }]);
      else answer(null, '127.0.0.1', 4);
    });
  };
  Object.assign(dns, { lookup });
  return {
    /** Services whose hosts have no address. */
    unknown,
    restore: () => void Object.assign(dns, { lookup: real }),
  };
}
