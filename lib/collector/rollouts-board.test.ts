import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { PipelineView, RolloutsView } from '#lib/views/rollouts-view.ts';
import { RolloutsBoard } from './rollouts-board.ts';

function views(text: string, second: number, mark = '') {
  const asked: string[] = [];
  const observedAt = `2026-11-18T12:00:0${second}.000Z`;
  const made = {
    mark,
    pipelines: ['router'],
    all: (version: string) => ({ version, observedAt, sources: [], components: [{ text, observedAt }] }) as unknown as RolloutsView,
    of: (pipeline: string, version: string) => {
      asked.push(pipeline);
      return { version, observedAt, component: text } as PipelineView;
    },
  };
  return { made, asked };
}

it('shows nothing before it was told anything', async () => {
  const board = new RolloutsBoard('boot');
  expect([board.version, board.pipelines, await board.all(), await board.of('router')]).toEqual([null, null, null, null]);
});

it('keeps its version while the same is told, whenever it was read, and answers with the newest times', async () => {
  const board = new RolloutsBoard('boot');
  board.show(views('moving', 1).made);
  const first = await board.all();
  board.show(views('moving', 2).made);
  const second = await board.all();
  expect([first?.version, second?.version]).toEqual(['boot-r1', 'boot-r1']);
  expect(first?.etag).not.toBe(second?.etag);
  expect(JSON.parse(gunzipSync(second?.gzip ?? new Uint8Array()).toString())).toMatchObject({
    version: 'boot-r1',
    observedAt: '2026-11-18T12:00:02.000Z',
  });
  board.show(views('done', 2).made);
  expect(board.version).toBe('boot-r2');
  board.show(views('done', 2, 'a step was entered').made);
  expect(board.version).toBe('boot-r3');
});

it('builds and compresses once, however many ask', async () => {
  const board = new RolloutsBoard('boot');
  const { made, asked } = views('moving', 1);
  board.show(made);
  const all = await Promise.all([board.all(), board.all(), board.of('router'), board.of('router')]);
  expect(all[0]).toBe(all[1]);
  expect(all[2]).toBe(all[3]);
  expect(asked).toEqual(['router']);
  expect(await board.of('rooter')).toBeNull();
  expect(asked).toEqual(['router']);
});
