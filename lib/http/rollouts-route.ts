import { apiRoute } from './api-route.ts';
import { noSuchPipeline } from './no-such-pipeline.ts';
import { notReady } from './not-ready.ts';
import { publishedResponse } from './published-response.ts';
import { withPermission } from './with-permission.ts';

/** GET /api/rollouts: where every release stands, the same bytes for all viewers. */
export const rolloutsRoute = apiRoute({
  GET: withPermission('read:health', async (request, { runtime }) => {
    const rollouts = await runtime.rollouts.all();
    return rollouts ? publishedResponse(request, rollouts) : notReady(runtime);
  }),
});

/** GET /api/rollouts/PIPELINE: one pipeline with its stages, cells and releases. */
export const rolloutRoute = apiRoute({
  GET: withPermission('read:health', async (request, { runtime, params }) => {
    const { pipelines } = runtime.rollouts;
    if (!pipelines) return notReady(runtime);
    const name = typeof params.pipeline === 'string' ? params.pipeline : '';
    const rollout = await runtime.rollouts.of(name);
    return rollout ? publishedResponse(request, rollout) : noSuchPipeline(name, pipelines);
  }),
});
