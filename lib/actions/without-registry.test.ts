import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ControlBed, startControlBed } from './testing/control-bed.ts';

let bed: ControlBed;
beforeAll(async () => {
  bed = await startControlBed();
});
afterAll(() => bed.end());

it('a halt goes by the registry of an earlier run while none can be read, and says so', async () => {
  const execution = await bed.release('router', 'Deploy-pre-production', 'Deploy-');
  bed.setKnown('kept');
  const { id, plan } = await bed.begin('halt-all', { component: '*' });
  expect(plan.warnings[0]).toMatch(/^The registry can't be read, or is held: this goes by the one of 20\d\d-\d\d-\d\d \d\d:\d\d UTC\./);
  expect((await bed.ended(id)).state).toBe('done');
  const halted = (await bed.executions('router')).find(({ pipelineExecutionId }) => pipelineExecutionId === execution);
  expect(halted?.status).toMatch(/^Stop/);
});

it('nothing is started on a registry of an earlier run', async () => {
  bed.setKnown('kept');
  await expect(bed.plan('resume-wave', { component: 'router' })).rejects.toMatchObject({
    code: 'not-ready',
    message: expect.stringContaining('Pausing and halting work'),
  });
});

it('a halt without any registry says that no pipeline is known, and what to do meanwhile', async () => {
  bed.setKnown('none');
  await expect(bed.plan('halt-all', { component: '*' })).rejects.toMatchObject({
    code: 'not-ready',
    message: 'No registry has been read since the start and none is kept from an earlier run, so Cellwatch knows no pipeline.',
    fix: expect.stringContaining('AWS console'),
  });
});
