import { worldOverHttp } from '#lib/collector/testing/world-over-http.ts';

/** A process of its own that answers for a world of so many cells; tells its address to the process that forked it. */
const served = await worldOverHttp({ cells: Number(process.argv[2]), seed: 1, clock: { now: () => Date.now() } });
// Nobody reads what was asked: it must not pile up.
setInterval(() => served.requests.splice(0), 250);
process.on('disconnect', () => process.exit());
process.send?.(served.url);
