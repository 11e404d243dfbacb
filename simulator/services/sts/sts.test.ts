import { AssumeRoleCommand, type AssumeRoleCommandInput, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, startTestBed, type TestBed } from '../../clients/test-bed.ts';

const CELL = '200000000003';
const ROLE = `arn:aws:iam::${CELL}:role/CellwatchReader`;
let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.close());

const assume = (more: Partial<AssumeRoleCommandInput> = {}) =>
  bed.sts(bed.app).send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'ann@orbit', ExternalId: `orbit-${CELL}`, ...more }));

describe('AssumeRole', () => {
  it('gives credentials that are the role, until they end', async () => {
    const before = bed.clock.now();
    const answer = await assume({ DurationSeconds: 900, SourceIdentity: 'ann', Tags: [{ Key: 'verb', Value: 'pause' }] });
    expect(answer.AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${CELL}:assumed-role/CellwatchReader/ann@orbit`);
    expect(answer.SourceIdentity).toBe('ann');
    expect(answer.PackedPolicySize).toBeGreaterThan(0);
    expect(Math.abs((answer.Credentials?.Expiration?.getTime() ?? 0) - before - 900_000)).toBeLessThan(5_000);
    const key = await bed.assume(CELL);
    const me = await bed.sts(key).send(new GetCallerIdentityCommand({}));
    expect(me).toMatchObject({ Account: CELL, Arn: `arn:aws:sts::${CELL}:assumed-role/CellwatchReader/test` });
    expect(me.UserId).toMatch(/^AROA[0-9A-F]{17}:test$/);
  });

  it.each([
    ['a wrong external id', { ExternalId: 'orbit-200000000004' }],
    ['no external id', { ExternalId: undefined }],
    ['a role that does not exist', { RoleArn: `arn:aws:iam::${CELL}:role/CellwatchNobody` }],
    ['an account that does not exist', { RoleArn: 'arn:aws:iam::999999999999:role/CellwatchReader' }],
    ['a suspended account', { RoleArn: 'arn:aws:iam::100000000007:role/CellwatchReader' }],
    ['a role the user has no permission for', { RoleArn: `arn:aws:iam::${CELL}:role/Admin` }],
  ] as [string, Partial<AssumeRoleCommandInput>][])('refuses %s in the same words', async (_what, more) => {
    const failure = await failureOf(assume(more));
    const role = more.RoleArn ?? ROLE;
    expect(failure).toEqual({
      name: 'AccessDenied',
      message: `User: arn:aws:iam::100000000002:user/cellwatch is not authorized to perform: sts:AssumeRole on resource: ${role}`,
      status: 403,
    });
  });

  it('refuses an account that the role does not trust', async () => {
    const stranger = bed.sts(bed.administrator('200000000004'));
    const failure = await failureOf(
      stranger.send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'x1', ExternalId: `orbit-${CELL}` })),
    );
    expect(failure.name).toBe('AccessDenied');
  });

  it.each([
    ['a session name with a blank', { RoleSessionName: 'a b' }, /roleSessionName/],
    ['a session name of one character', { RoleSessionName: 'a' }, /roleSessionName/],
    ['a session name of 65 characters', { RoleSessionName: 'a'.repeat(65) }, /roleSessionName/],
    ['less than 15 minutes', { DurationSeconds: 899 }, /greater than or equal to 900/],
    ['more than an hour', { DurationSeconds: 3601 }, /MaxSessionDuration/],
    ['a source identity with a slash', { SourceIdentity: 'a/b' }, /sourceIdentity/],
    ['a policy of 2,049 characters', { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [] }).padEnd(2049) }, /2048/],
    ['something that is no ARN', { RoleArn: 'CellwatchReader-in-some-account' }, /invalid/],
  ])('refuses %s', async (_what, more, message) => {
    const failure = await failureOf(assume(more));
    expect(failure).toMatchObject({ name: 'ValidationError', status: 400 });
    expect(failure.message).toMatch(message);
  });

  it.each([
    '{',
    '[]',
    '{"Version":"2012-10-17"}',
    '{"Statement":{"Effect":"Maybe","Action":"*","Resource":"*"}}',
    '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{}}}',
  ])('refuses the policy %s', async (Policy) => {
    expect((await failureOf(assume({ Policy }))).name).toBe('MalformedPolicyDocumentException');
  });

  it('caps a chained session at one hour, and keeps its source identity', async () => {
    const first = await bed.assume('100000000002', { SourceIdentity: 'ann' });
    const chained = { RoleArn: ROLE, RoleSessionName: 'again', ExternalId: `orbit-${CELL}` };
    // The reader role itself may not assume anything.
    expect((await failureOf(bed.sts(first).send(new AssumeRoleCommand(chained)))).name).toBe('AccessDenied');
    const long = await failureOf(bed.sts(first).send(new AssumeRoleCommand({ ...chained, DurationSeconds: 7200 })));
    expect(long.message).toMatch(/1 hour session limit for roles assumed by role chaining/);
  });

  it('ends with the session, by the clock of the world', async () => {
    const key = await bed.assume(CELL, { DurationSeconds: 900 });
    bed.clock.ahead += 899_000;
    await bed.sts(key).send(new GetCallerIdentityCommand({}));
    bed.clock.ahead += 2_000;
    const failure = await failureOf(bed.sts(key).send(new GetCallerIdentityCommand({})));
    bed.clock.ahead = 0;
    expect(failure).toMatchObject({ message: 'The security token included in the request is expired', status: 403 });
  });
});

describe('credentials', () => {
  it.each([
    ['a wrong secret', { accessKeyId: 'AKIA100000000002CWCH', secretAccessKey: 'wrong' }, 'SignatureDoesNotMatch'],
    ['an unknown key', { accessKeyId: 'AKIA999999999999ROOT', secretAccessKey: 'x' }, 'InvalidClientTokenId'],
    [
      'the key of a suspended account',
      { accessKeyId: 'AKIA100000000007ROOT', secretAccessKey: 'simulator-100000000007-root' },
      'InvalidClientTokenId',
    ],
    ['a forged session', { accessKeyId: 'ASIA0000000000000000', secretAccessKey: 'x', sessionToken: 'e30.AAAA' }, 'InvalidClientTokenId'],
  ])('refuse %s', async (_what, key, name) => {
    expect(await failureOf(bed.sts(key).send(new GetCallerIdentityCommand({})))).toMatchObject({ name, status: 403 });
  });

  it('refuse a session token under another access key', async () => {
    const [one, other] = [await bed.assume(CELL), await bed.assume(CELL)];
    const mixed = { ...one, sessionToken: other.sessionToken ?? '' };
    expect((await failureOf(bed.sts(mixed).send(new GetCallerIdentityCommand({})))).name).toBe('InvalidClientTokenId');
  });
});
