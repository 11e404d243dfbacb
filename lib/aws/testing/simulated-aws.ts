import { Aws } from '#lib/aws/aws.ts';
import { appKey } from '#simulator/iam/find-key.ts';
import { type RunningSimulator, startSimulator } from '#simulator/start-simulator.ts';

/** One row of the side door's count of calls. */
interface Counted {
  operation: string;
  principalArn: string | null;
  region: string;
  count: number;
  errors: number;
}

/** For tests: the simulator on a clock that they turn, and an `Aws` that calls it as Cellwatch does. */
export interface SimulatedAws {
  simulator: RunningSimulator;
  world: RunningSimulator['world'];
  clock: { time: number; now(): number };
  aws: Aws;
  /** Calls since the last `forgetCalls`. */
  calls(operation: string): Promise<Counted[]>;
  forgetCalls(): Promise<void>;
  /** Adds a fault; all of them end with `endFaults`. */
  fault(fault: { service: string; operation: string; kind: string; accountId?: string; region?: string }): Promise<void>;
  endFaults(): Promise<void>;
  close(): Promise<void>;
}

/** @param credentials other than the app's own key in the monitoring account */
export async function simulatedAws(options: {
  cells: number;
  seed?: number;
  at?: number;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}): Promise<SimulatedAws> {
  const clock = { time: options.at ?? Date.now(), now: () => clock.time };
  const simulator = await startSimulator({ cells: options.cells, seed: options.seed ?? 7, clock, port: 0 });
  const credentials = options.credentials ?? appKey(simulator.world);
  const aws = new Aws({ region: 'us-east-1', clock, endpoint: simulator.url, credentials, rates: false });
  const side = async (method: string, door: string, body?: object) => {
    const answer = await fetch(`${simulator.url}/_simulator/${door}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    if (!answer.ok) throw new Error(`The side door answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  return {
    simulator,
    world: simulator.world,
    clock,
    aws,
    calls: async (operation) => ((await side('GET', 'calls')) as Counted[]).filter((row) => row.operation === operation),
    forgetCalls: async () => void (await side('DELETE', 'calls')),
    fault: async (fault) => void (await side('POST', 'faults', fault)),
    endFaults: async () => void (await side('DELETE', 'faults')),
    async close() {
      aws.stop();
      await simulator.close();
    },
  };
}
