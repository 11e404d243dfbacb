import { assumeRoleAnswer, type StubAnswer, type StubRequest, startAwsStub, xmlError } from '#lib/aws/testing/aws-stub.ts';
import type { Clock } from '#lib/clock.ts';
import { createWorld } from '#simulator/world/create-world.ts';
import { REGISTRY_BUCKET, REGISTRY_KEY } from '#simulator/world/types.ts';

/** For tests of health: the simulator's world without its pipelines, behind the few calls that the collector then makes, over HTTP, on a virtual clock. */
export async function worldOverHttp(options: { cells: number; seed: number; clock: Clock }) {
  const world = createWorld(options);
  const etag = { count: 0 };
  const faults: { answer: ((request: StubRequest, accountId: string) => StubAnswer | null) | null } = { answer: null };
  const stub = await startAwsStub((request) => {
    // ASIA + account id for sessions; the base key belongs to the monitoring account.
    const accountId = /^ASIA(\d{12})$/.exec(request.accessKeyId)?.[1] ?? world.organization.monitoringAccountId;
    const region = /Credential=[^/]+\/\d+\/([^/]+)/.exec(request.headers.authorization ?? '')?.[1] ?? 'us-east-1';
    const fault = faults.answer?.(request, accountId);
    if (fault) return fault;
    switch (request.operation) {
      case 'AssumeRole': {
        const wanted = /::(\d{12}):/.exec(request.body.RoleArn)?.[1] ?? '';
        if (request.body.ExternalId !== `orbit-${wanted}`)
          return xmlError(403, 'AccessDenied', 'not authorized to perform: sts:AssumeRole');
        return assumeRoleAnswer(wanted, new Date(options.clock.now() + 3_600_000).toISOString());
      }
      case 'GetObject': {
        const object = world.buckets.get(REGISTRY_BUCKET)?.objects.get(REGISTRY_KEY);
        if (!object) return { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' };
        if (request.headers['if-none-match'] === object.etag) return { status: 304 };
        etag.count++;
        return {
          body: JSON.stringify({ ...JSON.parse(Buffer.from(object.body).toString('utf8')), components: [] }),
          headers: { ETag: object.etag },
        };
      }
      case 'DescribeAlarms':
        return {
          body: {
            MetricAlarms: world.alarms
              .describe(accountId, region)
              .filter((alarm) => alarm.kind === 'metric')
              .map((alarm) => ({
                AlarmName: alarm.name,
                AlarmArn: alarm.arn,
                StateValue: alarm.state,
                ActionsEnabled: alarm.actionsEnabled,
                AlarmActions: alarm.alarmActions,
                StateTransitionedTimestamp: alarm.stateTransitionedAt / 1000,
                Namespace: alarm.metric?.key.namespace,
                MetricName: alarm.metric?.key.name,
                Dimensions: alarm.metric?.key.dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
              })),
          },
        };
      default:
        return { body: { MetricDataResults: request.body.MetricDataQueries.map((query: Record<string, never>) => result(query)) } };
    }
    function result(query: {
      Id?: string;
      AccountId?: string;
      MetricStat?: {
        Period: number;
        Stat: string;
        Metric: { Namespace: string; MetricName: string; Dimensions: { Name: string; Value: string }[] };
      };
    }) {
      const { MetricStat: stat } = query;
      if (!stat) return { Id: query.Id, StatusCode: 'InternalError' };
      const dimensions = stat.Metric.Dimensions.map(({ Name, Value }) => ({ name: Name, value: Value }));
      const key = { namespace: stat.Metric.Namespace, name: stat.Metric.MetricName, dimensions };
      const start = request.body.StartTime * 1000;
      const end = request.body.EndTime * 1000;
      const found = world.metrics.points(query.AccountId ?? accountId, region, key, stat.Stat, stat.Period, start, end);
      return {
        Id: query.Id,
        StatusCode: 'Complete',
        Timestamps: found?.timestamps.map((time) => time / 1000) ?? [],
        Values: found?.values ?? [],
      };
    }
  });
  return { ...stub, world, faults };
}
