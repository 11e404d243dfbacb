import { ListPipelineExecutionsCommand } from '@aws-sdk/client-codepipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBed, type TestBed } from '../clients/test-bed.ts';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.close());

describe('releases', () => {
  it('start, are listed, and show in CodePipeline', async () => {
    const started = await bed.sideDoor('POST', 'releases', {
      component: 'router',
      quality: 'bad',
      severity: 0.4,
      message: 'Try something',
    });
    expect(started).toEqual({ status: 200, body: { id: expect.stringMatching(/^[0-9a-f-]{36}$/) } });
    const [newest] = (await bed.sideDoor('GET', 'releases')).body as object[];
    expect(newest).toMatchObject({
      ...{ id: (started.body as { id: string }).id, component: 'router', status: 'InProgress', startedAt: expect.any(Number) },
      commit: { id: expect.stringMatching(/^[0-9a-f]{40}$/), quality: 'bad', severity: 0.4, message: 'Try something' },
    });
    const client = bed.codepipeline(bed.administrator('100000000003'));
    const { pipelineExecutionSummaries: list } = await client.send(new ListPipelineExecutionsCommand({ pipelineName: 'router' }));
    expect(list?.[0]?.pipelineExecutionId).toBe((started.body as { id: string }).id);
  });

  it('of the world’s own end with DELETE', async () => {
    const own = await startTestBed(6, { quiet: false });
    try {
      expect(own.world.releases.isQuiet()).toBe(false);
      expect(await own.sideDoor('DELETE', 'releases')).toEqual({ status: 200, body: { quiet: true } });
      expect(own.world.releases.isQuiet()).toBe(true);
    } finally {
      await own.close();
    }
  });

  it.each<[unknown, RegExp]>([
    [{ component: 'ruter', quality: 'bad' }, /There is no component "ruter"; did you mean "router"\?/],
    [{ component: 'router', quality: 'worse' }, /expected good, bad/],
    [{ component: 'router' }, /quality is missing/],
    [{ component: 'router', quality: 'bad', severity: 2 }, /from 0 to 1/],
    [{ component: 'router', quality: 'bad', wave: 'huge' }, /expected pre-production, small, medium, large/],
    [[], /Expected JSON such as/],
  ])('%j is refused with what was expected', async (input, message) => {
    const { status, body } = await bed.sideDoor('POST', 'releases', input);
    expect(status).toBe(400);
    expect((body as { message: string }).message).toMatch(message);
  });

  it.each([[{ seconds: -1 }], [{ seconds: '5' }], [{}]])('a lag of %j is refused', async (input) => {
    expect((await bed.sideDoor('POST', 'lag', input)).status).toBe(400);
  });
});
