import { randomUUID } from 'node:crypto';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { encode } from 'next-auth/jwt';
import { type AccessPolicy, type AccessRule, DEFAULT_POLICY, type Grant } from '#lib/domain/access/access.ts';
import { parseAccessPolicy } from '#lib/domain/access/parse-access-policy.ts';
import type { Action, Plan } from '#lib/domain/control/action.ts';
import { faultText } from '#lib/domain/document/fault.ts';
import { type Env, parseEnv } from '#lib/env.ts';
import type { LiveEvent, Published, PublishedFleet, Runtime } from '#lib/runtime-contract.ts';
import type { CellView, FleetView } from '#lib/views/fleet-view.ts';
import type { SessionToken } from './session.ts';
import { fakeApprovals } from './testing/fake-approvals.ts';
import { fakeCosts } from './testing/fake-costs.ts';
import { fakeGlass } from './testing/fake-glass.ts';
import { fakeSessions } from './testing/fake-sessions.ts';

const SECRET = 'a-secret-for-tests-only';

/** A fleet without cells, for tests of what surrounds it. */
export function fakeFleet(version = 'boot-1', change: Partial<FleetView> = {}): FleetView {
  return {
    version,
    organization: { name: 'Orbit' },
    observedAt: '2026-11-24T00:00:00.000Z',
    headline: { health: 'healthy', lead: 'All 0 cells are healthy', rest: '.', detail: '', cell: null },
    findings: [],
    summary: { healthy: 0, degraded: 0, critical: 0, noData: 0, outOfService: 0, trafficAtRisk: 0 },
    sources: [],
    waves: [],
    waveNotes: [],
    moving: [],
    reminders: [],
    rolloutsVersion: null,
    cells: [],
    shared: [],
    heldRegistry: null,
    restored: false,
    refreshSeconds: 60,
    ...change,
  };
}

/** The view as the collector publishes it. */
export function fakePublished(view: FleetView): PublishedFleet {
  return { ...published(view, view.version), view };
}

function published(view: object, version: string): Published {
  const identity = Buffer.from(JSON.stringify(view));
  const gzip = gzipSync(identity);
  return { version, etag: `W/"${version}"`, identity, gzip, brotli: brotliCompressSync(identity) };
}

/** A runtime for tests, with a feed that the test drives. Never imported by the app. */
export function fakeRuntime(environment: Record<string, string> = {}) {
  const listeners = new Set<(event: LiveEvent) => void>();
  const known = new Map<string, LiveEvent[]>();
  let current: PublishedFleet | null = fakePublished(fakeFleet());
  const env = parseEnv({
    CELL_REGISTRY: 'file:registry.json',
    NEXTAUTH_URL: 'http://127.0.0.1:3100',
    NEXTAUTH_SECRET: SECRET,
    OIDC_ISSUER: 'http://127.0.0.1:3109',
    OIDC_CLIENT_ID: 'cellwatch',
    OIDC_CLIENT_SECRET: 'cellwatch-demo',
    ...environment,
  });
  const fake = fakeSessions();
  const runtime: Runtime = {
    boot: 'boot',
    env,
    accessPolicy: policyOf(env),
    sessions: fake.sessions,
    clock: { now: () => Date.now() },
    store: null,
    feed: {
      current: () => current,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      since: (id) => known.get(id) ?? null,
    },
    rollouts: {
      pipelines: ['router'],
      all: async () => published({ version: 'boot-r1', components: [] }, 'boot-r1'),
      of: async (pipeline) => (pipeline === 'router' ? published({ version: 'boot-r1', component: 'router' }, 'boot-r1') : null),
    },
    cell: async (name) => (name === 'prod-use1-a' ? ({ version: 'boot-1' } as CellView) : null),
    actions: {
      plan: async ({ verb, target }) => ({ verb, target, fingerprint: 'f', calls: [] }) as unknown as Plan,
      begin: async () => ({ id: 'act-1' }),
      refused: async () => {},
      find: async (id) => (id === 'act-1' ? ({ id, state: 'done' } as Action) : null),
      approvals: fakeApprovals(),
    },
    registry: { confirm: async () => ({ id: 'confirmation-1' }), refused: async () => {} },
    glass: fakeGlass(),
    costs: fakeCosts(),
    audit: { searchAudit: async () => [], chainHead: async () => ({ count: 0, hash: '' }) },
    readiness: () => ({ storeMigrated: true, registryKnown: true, problems: [] }),
    metricsText: () => 'cellwatch_up 1\n',
    stop: async () => {},
  };
  return {
    runtime,
    listeners,
    known,
    sessions: fake,
    publish: (event: LiveEvent) => {
      for (const listener of [...listeners]) listener(event);
    },
    setCurrent: (view: FleetView | null) => {
      current = view && fakePublished(view);
    },
  };
}

/** Rules that give people of tests what they are to hold; in every fake policy. */
const given: AccessRule[] = [];

function policyOf({ ACCESS_POLICY: location }: Env): AccessPolicy {
  const own = ownRules(location);
  return {
    get rules() {
      return [...own, ...given];
    },
  };
}

function ownRules(location: Env['ACCESS_POLICY']): readonly AccessRule[] {
  if (location?.kind !== 'text') return DEFAULT_POLICY.rules;
  const parsed = parseAccessPolicy(location.text);
  if (!parsed.ok) throw new Error(parsed.faults.map(faultText).join(', '));
  return parsed.policy.rules;
}

/** The Cookie header of a person with these roles who signed in some seconds ago. */
export async function fakeCookie(
  roles: readonly Grant[],
  secondsAgo = 0,
  secret = SECRET,
  change: Partial<SessionToken> = {},
): Promise<string> {
  const signedInAt = Math.floor(Date.now() / 1000) - secondsAgo;
  const identity = { email: null, emailVerified: false, groups: roles.map(groupThatGives) };
  const sessionId = randomUUID();
  const token = {
    sub: 'someone',
    name: 'Someone',
    email: 'a@b.c',
    sessionId,
    identity,
    signedInAt,
    authenticatedAt: signedInAt,
    ...change,
  };
  return `next-auth.session-token=${await encode({ token, secret })}`;
}

/** A group whose members hold just that. */
function groupThatGives(grant: Grant): string {
  if (Object.keys(grant).length === 1) return `cellwatch-${grant.role}s`;
  const group = JSON.stringify(grant);
  if (!given.some((rule) => rule.group === group)) given.push({ group, ...grant });
  return group;
}
