import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { describeAlarms } from '#lib/sources/alarms/describe-alarms.ts';
import { readRegistry } from '#lib/sources/registry/read-registry.ts';
import { REGISTRY_BUCKET, REGISTRY_KEY } from '#simulator/world/types.ts';
import { type SimulatedAws, simulatedAws } from './testing/simulated-aws.ts';
import { stubbedAws } from './testing/stubbed-aws.ts';

let simulated: SimulatedAws;
beforeAll(async () => {
  simulated = await simulatedAws({ cells: 4 });
});
afterEach(() => simulated.endFaults());
afterAll(() => simulated.close());

const ROLE = { name: 'CellwatchReader', externalId: 'orbit-{accountId}' };
const alarms = () => {
  const { accountId, region } = simulated.world.cells.find((cell) => cell.cloud === 'aws') ?? { accountId: '', region: '' };
  return describeAlarms(simulated.aws, { accountId, region, role: ROLE });
};
const registry = () => readRegistry(simulated.aws, { kind: 's3', bucket: REGISTRY_BUCKET, key: REGISTRY_KEY }, null);

describe('a connection that is cut', () => {
  it.each(['reset', 'reset-in-body', 'drop-after-commit'])('is told as such, not as a call that took too long: %s', async (kind) => {
    await simulated.fault({ service: '*', operation: '*', kind });
    const cut = { code: 'unreachable', message: expect.stringContaining('ECONNRESET') };
    await expect(registry()).rejects.toMatchObject(cut);
    await expect(alarms()).rejects.toMatchObject(cut);
  });
});

describe('an object that is not what its checksum says', () => {
  it('is told as an answer that cannot be read', async () => {
    await simulated.fault({ service: 'S3', operation: 'GetObject', kind: 'malformed' });
    await expect(registry()).rejects.toMatchObject({ code: 'invalid-response' });
  });
});

describe('a clock that differs from that of AWS', () => {
  it('is overcome by all calls that are under way', async () => {
    await alarms();
    await simulated.fault({ service: 'CloudWatch', operation: '*', kind: 'skew' });
    await Promise.all(Array.from({ length: 6 }, alarms));
    await simulated.endFaults();
    await Promise.all(Array.from({ length: 6 }, alarms));
  });

  it('is told as such where AWS refuses it still, not as a wrong key', async () => {
    const message = 'Signature not yet current: 20261125T120000Z is still later than 20261125T110000Z (20261125T105500Z + 5 min.)';
    const { aws, reader } = await stubbedAws(() => ({ status: 403, body: { __type: 'InvalidSignatureException', message } }));
    const refused = describeAlarms(aws, reader);
    await expect(refused).rejects.toMatchObject({ code: 'wrong-clock', message: expect.stringContaining('NTP') });
  });
});
