import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Aws } from '#lib/aws/aws.ts';
import { systemClock } from '#lib/clock.ts';
import { createLog } from '#lib/log.ts';
import { PolicyKeeper } from './policy-keeper.ts';

const policyOf = (role: string) => JSON.stringify({ rules: [{ group: 'sre', role }] });

let folder: string;
let path: string;
let logged: string[];
let keeper: PolicyKeeper;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cellwatch-policy-'));
  path = join(folder, 'policy.json');
  logged = [];
  writeFileSync(path, policyOf('admin'));
  vi.useFakeTimers({ toFake: ['setInterval'] });
  const aws = new Aws({ region: 'us-east-1', clock: systemClock, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  keeper = await PolicyKeeper.start(
    aws,
    { kind: 'file', path },
    createLog('info', (line) => logged.push(line)),
  );
});
afterEach(() => {
  keeper.stop();
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

it('takes another version within a minute, and keeps the object of one that has not changed', async () => {
  const first = keeper.policy;
  await keeper.refresh();
  expect(keeper.policy).toBe(first);
  writeFileSync(path, policyOf('viewer'));
  await vi.advanceTimersByTimeAsync(60_000);
  await vi.waitFor(() => expect(keeper.policy).toEqual({ rules: [{ group: 'sre', role: 'viewer' }] }));
});

it('keeps the last valid version while a new one is refused or gone, says so once, and takes the next', async () => {
  writeFileSync(path, policyOf('oprator'));
  await keeper.refresh();
  await keeper.refresh();
  expect(keeper.policy).toEqual({ rules: [{ group: 'sre', role: 'admin' }] });
  expect(logged).toHaveLength(1);
  expect(logged[0]).toContain('did you mean');
  rmSync(path);
  await keeper.refresh();
  expect(keeper.policy).toEqual({ rules: [{ group: 'sre', role: 'admin' }] });
  writeFileSync(path, policyOf('operator'));
  await keeper.refresh();
  expect(keeper.policy).toEqual({ rules: [{ group: 'sre', role: 'operator' }] });
});
