import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '#lib/testing/free-port.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const NODE = join(ROOT, 'node_modules/node/bin/node');
/** Refreshes are this far apart in journeys, so that a change shows soon. */
const REFRESH_SECONDS = 3;

const MONITORING_ACCOUNT = '100000000002';

/** The default groups, operators of pre-production alone, and those who start nothing without a second person. */
const ACCESS_RULES = [
  { group: 'cellwatch-viewers', role: 'viewer' },
  { group: 'cellwatch-managers', role: 'manager' },
  { group: 'cellwatch-operators', role: 'operator' },
  { group: 'cellwatch-operators-preprod', role: 'operator', environments: ['pre-production'] },
  { group: 'cellwatch-operators-two', role: 'operator', approvals: 2 },
  { group: 'cellwatch-oncall', role: 'operator', breakGlass: true },
  { group: 'cellwatch-admins', role: 'admin' },
];

export interface StackOptions {
  /** Components with a pipeline each; the simulator's default unless told. */
  components?: number;
  /** What the app is to reach AWS through, told the simulator's address. */
  through?: (simulatorUrl: string) => Promise<string>;
  /** Variables that the app is started with besides its own. */
  environment?: Readonly<Record<string, string>>;
}

/** A simulated organization, its identity provider and the built app, on free loopback ports. */
export class Stack {
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'cellwatch-e2e-'));
  #simulator: ChildProcess | null = null;
  #app: ChildProcess | null = null;
  #ports = { app: 0, simulator: 0, identity: 0 };
  readonly #refreshSeconds: number;
  #awsUrl = '';
  #environment: Readonly<Record<string, string>> = {};
  #output = '';

  constructor(refreshSeconds = REFRESH_SECONDS) {
    this.#refreshSeconds = refreshSeconds;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#ports.app}`;
  }

  get simulatorUrl(): string {
    return `http://127.0.0.1:${this.#ports.simulator}`;
  }

  /** Process id of the app, for measuring; null while it is down. */
  get appPid(): number | null {
    return this.#app?.pid ?? null;
  }

  /** The end of what the app printed. */
  get output(): string {
    return this.#output;
  }

  async start(cells = 24, seed = 7, { components, through, environment = {} }: StackOptions = {}): Promise<void> {
    this.#ports = { app: await freePort(), simulator: await freePort(), identity: await freePort() };
    this.#simulator = spawn(
      NODE,
      [
        'simulator/main.ts',
        '--cells',
        `${cells}`,
        '--seed',
        `${seed}`,
        '--port',
        `${this.#ports.simulator}`,
        '--identity-port',
        `${this.#ports.identity}`,
        // Journeys start the releases that they want to see.
        '--quiet',
        ...(components === undefined ? [] : ['--components', `${components}`]),
      ],
      { cwd: ROOT, stdio: 'ignore' },
    );
    await untilOk(`${this.simulatorUrl}/_simulator/health`);
    this.#environment = environment;
    this.#awsUrl = (await through?.(this.simulatorUrl)) ?? this.simulatorUrl;
    await this.startApp();
  }

  async startApp(): Promise<void> {
    const app = spawn(NODE, ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', `${this.#ports.app}`], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH ?? '',
        HOME: process.env.HOME ?? '',
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        PORT: `${this.#ports.app}`,
        CELL_REGISTRY: 's3://orbit-cellwatch/registry.json',
        AWS_ENDPOINT_URL: this.#awsUrl,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: `AKIA${MONITORING_ACCOUNT}CWCH`,
        AWS_SECRET_ACCESS_KEY: `simulator-${MONITORING_ACCOUNT}-cellwatch`,
        NEXTAUTH_URL: this.origin,
        NEXTAUTH_SECRET: 'journeys-need-a-secret-too',
        OIDC_ISSUER: `http://127.0.0.1:${this.#ports.identity}`,
        OIDC_CLIENT_ID: 'cellwatch',
        OIDC_CLIENT_SECRET: 'cellwatch-demo',
        REFRESH_SECONDS: `${this.#refreshSeconds}`,
        METRICS_TOKEN: 'journeys',
        ACCESS_POLICY: JSON.stringify({ rules: ACCESS_RULES }),
        DATA_DIR: this.#dataDir,
        ...this.#environment,
      },
    });
    this.#output = '';
    const keep = (chunk: Buffer) => {
      this.#output = `${this.#output}${chunk}`.slice(-10_000);
    };
    app.stdout.on('data', keep);
    app.stderr.on('data', keep);
    this.#app = app;
    try {
      await untilOk(`${this.origin}/api/ready`);
    } catch (error) {
      throw new Error(`The app did not become ready. It printed:\n${this.#output}`, { cause: error });
    }
  }

  /** Ends the app without a chance to say goodbye. */
  async killApp(): Promise<void> {
    if (!this.#app) return;
    const gone = once(this.#app, 'exit');
    this.#app.kill('SIGKILL');
    await gone;
    this.#app = null;
  }

  async stop(): Promise<void> {
    await this.killApp();
    if (this.#simulator) {
      const gone = once(this.#simulator, 'exit');
      this.#simulator.kill('SIGTERM');
      await gone;
    }
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  /** Calls the simulator's side door, for example `side('POST', 'incidents', { cell, kind })`. */
  async side<T = unknown>(method: 'GET' | 'POST' | 'DELETE', door: string, body?: object): Promise<T> {
    const response = await fetch(`${this.simulatorUrl}/_simulator/${door}`, {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /_simulator/${door}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : null) as T;
  }
}

async function untilOk(url: string, seconds = 40): Promise<void> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const ok = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    if (Date.now() > end) throw new Error(`${url} did not answer within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
