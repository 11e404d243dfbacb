import { startSimulator } from '#simulator/start-simulator.ts';

/** A process of its own that is the simulated AWS of so many cells; tells its address to the process that forked it. */
const simulator = await startSimulator({ cells: Number(process.argv[2]), seed: 1, port: 0 });
process.on('disconnect', () => process.exit());
process.send?.(simulator.url);
