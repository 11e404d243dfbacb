import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type QueryResult } from 'pg';
import { freePort } from '#lib/testing/free-port.ts';

const DEBIAN = '/usr/lib/postgresql';
/** `nobody` on every Linux: PostgreSQL refuses to run as root. */
const NOBODY = { uid: 65_534, gid: 65_534 };
const ADMIN = 'admin';
const STARTS_WITHIN_MS = 30_000;

/** A PostgreSQL server of a test's own, on loopback, in a folder that goes with it. What it acknowledges is not synced. */
export class PostgresServer {
  readonly #folder = mkdtempSync(join(tmpdir(), 'cellwatch-postgres-'));
  readonly #password = randomBytes(12).toString('hex');
  readonly #as = process.getuid?.() === 0 ? NOBODY : {};
  /** The folder of its programs. */
  readonly programs = findPrograms();
  #port = 0;
  #process: ChildProcess | null = null;
  #said = '';
  #databases = 0;

  /** @throws Error that names the package where there is no PostgreSQL */
  static async start(): Promise<PostgresServer> {
    const server = new PostgresServer();
    server.#makeCluster();
    server.#port = await freePort();
    await server.start();
    return server;
  }

  /** Also again after `stop`, on the same port and with what was kept. */
  async start(): Promise<void> {
    const options = [`port=${this.#port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'max_connections=60'];
    const child = spawn(join(this.programs, 'postgres'), ['-D', this.#data, ...options.flatMap((option) => ['-c', option])], {
      ...this.#as,
      cwd: this.#folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process = child;
    child.stderr?.on('data', (chunk) => {
      this.#said = (this.#said + chunk).slice(-4_000);
    });
    for (const until = Date.now() + STARTS_WITHIN_MS; Date.now() < until; await sleep(50)) {
      if (child.exitCode !== null) break;
      if (await this.query('select 1').catch(() => null)) return;
    }
    throw new Error(`PostgreSQL did not start:\n${this.#said}`);
  }

  /** Ends it at once, as a crash would: whoever is connected loses the connection. */
  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGQUIT');
    await once(child, 'close');
  }

  /** Holds all its processes still: connections stay open, and nobody answers. */
  freeze(): void {
    this.#signalAll('SIGSTOP');
  }

  thaw(): void {
    this.#signalAll('SIGCONT');
  }

  async remove(): Promise<void> {
    this.thaw();
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Answers the address of a new, empty database. `options` go into the statement that makes it. */
  async newDatabase(options = ''): Promise<string> {
    const name = `test_${++this.#databases}`;
    await this.query(`create database ${name} template template0 ${options}`);
    return this.address(name);
  }

  async dropDatabase(address: string): Promise<void> {
    await this.query(`drop database ${new URL(address).pathname.slice(1)} with (force)`);
  }

  address(database: string, user = ADMIN, password = this.#password): string {
    return `postgres://${user}:${password}@127.0.0.1:${this.#port}/${database}`;
  }

  /** Runs statements on a connection of their own, as the one who may do everything. */
  async query(statements: string, address = this.address('postgres')): Promise<QueryResult> {
    const client = new Client({ connectionString: address, connectionTimeoutMillis: 5_000 });
    client.on('error', () => {});
    await client.connect();
    try {
      return await client.query(statements);
    } finally {
      await client.end();
    }
  }

  get #data(): string {
    return join(this.#folder, 'data');
  }

  #signalAll(signal: 'SIGSTOP' | 'SIGCONT'): void {
    const parent = this.#process?.pid;
    if (parent === undefined) return;
    const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ').filter(Boolean);
    for (const pid of [parent, ...children.map(Number)]) {
      try {
        process.kill(pid, signal);
      } catch (error) {
        // A child may have ended since it was listed.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
  }

  // Sorted by the rules of a language, as most are: what must be in the order of its bytes has to ask for it.
  #makeCluster(): void {
    const passwordFile = join(this.#folder, 'password');
    writeFileSync(passwordFile, this.#password);
    if ('uid' in this.#as) for (const path of [this.#folder, passwordFile]) chownSync(path, NOBODY.uid, NOBODY.gid);
    const { status, stderr, error } = spawnSync(
      join(this.programs, 'initdb'),
      [
        ...['-D', this.#data, '-U', ADMIN, '--pwfile', passwordFile, '--auth=scram-sha-256', '--no-sync', '--encoding=UTF8'],
        ...['--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=en-US'],
      ],
      { ...this.#as, cwd: this.#folder, encoding: 'utf8' },
    );
    if (status !== 0) throw error ?? new Error(`initdb failed:\n${stderr}`);
  }
}

/** The folder of the newest PostgreSQL that Debian's packages brought. */
function findPrograms(): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(DEBIAN, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb')));
  if (!found) throw new Error('These tests start a PostgreSQL server, and there is none: apt-get install postgresql');
  return found;
}
