import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mutated, mutations } from '#lib/testing/mutate-json.ts';
import { parseEvent } from './parse-event.ts';

const BODIES = Number(process.env.FUZZ_ANSWERS ?? 500);

/** Recorded from AWS's documentation. */
const ALARM = {
  version: '0',
  id: '2dde0eb1-528b-d2d5-9ca6-6d590caf2329',
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: '123456789012',
  time: '2019-10-02T17:20:48Z',
  region: 'us-east-1',
  resources: ['arn:aws:cloudwatch:us-east-1:123456789012:alarm:TotalNetworkTrafficTooHigh'],
  detail: {
    alarmName: 'TotalNetworkTrafficTooHigh',
    configuration: { description: 'Goes into alarm if total network traffic exceeds 10Kb' },
    previousState: { timestamp: '2019-10-02T17:18:03.000+0000', value: 'OK' },
    state: { reason: 'Threshold Crossed', timestamp: '2019-10-02T17:20:48.554+0000', value: 'ALARM' },
  },
};
const SUPPRESSED = {
  ...ALARM,
  detail: {
    ...ALARM.detail,
    configuration: { alarmRule: 'ALARM(a)', actionsSuppressor: 's' },
    state: { ...ALARM.detail.state, actionsSuppressedBy: 'WaitPeriod', actionsSuppressedReason: 'Actions suppressed by WaitPeriod' },
  },
};
const STAGE = {
  ...ALARM,
  'detail-type': 'CodePipeline Stage Execution State Change',
  source: 'aws.codepipeline',
  detail: { pipeline: 'myPipeline', version: 1, state: 'STARTED', 'execution-id': '01234567', stage: 'Prod' },
};
const TRANSITION = {
  ...ALARM,
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.codepipeline',
  detail: {
    eventSource: 'codepipeline.amazonaws.com',
    eventName: 'DisableStageTransition',
    requestParameters: { pipelineName: 'myPipeline', stageName: 'Prod' },
  },
};
const BEAT = { ...ALARM, 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} };
const place = { accountId: '123456789012', region: 'us-east-1' };

it.each([
  [
    'an alarm',
    ALARM,
    {
      kind: 'alarm',
      ...place,
      name: 'TotalNetworkTrafficTooHigh',
      state: 'ALARM',
      reason: 'Threshold Crossed',
      at: Date.UTC(2019, 9, 2, 17, 20, 48, 554),
      toldAt: Date.UTC(2019, 9, 2, 17, 20, 48, 554),
      suppressed: false,
    },
  ],
  ['a suppressed alarm', SUPPRESSED, expect.objectContaining({ kind: 'alarm', suppressed: true })],
  ['a stage', STAGE, { kind: 'pipeline', ...place, pipeline: 'myPipeline' }],
  ['a transition', TRANSITION, { kind: 'pipeline', ...place, pipeline: 'myPipeline' }],
  ['a sign of life', BEAT, { kind: 'other', ...place }],
])('reads an event of %s', (_what, body, event) => {
  expect(parseEvent(JSON.stringify(body))).toEqual(event);
});

it.each([
  ['no JSON', '{', /not JSON/],
  ['no event', '{"a":1}', /no event of EventBridge/],
  [
    'an alarm without a time',
    JSON.stringify({ ...ALARM, detail: { alarmName: 'a', state: { value: 'OK' } } }),
    /no change of an alarm: state.timestamp/,
  ],
  ['an unknown state', JSON.stringify(ALARM).replace('"ALARM"', '"PURPLE"'), /state.value/],
  ['a pipeline without a name', JSON.stringify({ ...STAGE, detail: {} }), /no change of a pipeline/],
])('says why it does not understand %s', (_what, body, why) => {
  expect(parseEvent(body)).toMatch(why);
});

it('reads any spoilt event as far as it is well formed, or says why not, without haste or harm', () => {
  const event = fc.constantFrom(ALARM, SUPPRESSED, STAGE, TRANSITION, BEAT);
  let understood = 0;
  fc.assert(
    fc.property(event, mutations, fc.nat(), fc.boolean(), (given, changes, cut, whole) => {
      const text = JSON.stringify(mutated(structuredClone(given), changes));
      const read = parseEvent(whole ? text : text.slice(0, cut % (text.length + 1)));
      if (typeof read === 'string') {
        expect(read.length).toBeLessThan(300);
        return;
      }
      understood++;
      expect(read.accountId).toMatch(/^\d{12}$/);
      if (read.kind === 'alarm') {
        expect(['OK', 'ALARM', 'INSUFFICIENT_DATA']).toContain(read.state);
        expect(Number.isFinite(read.at) && Number.isFinite(read.toldAt)).toBe(true);
      }
    }),
    { numRuns: BODIES },
  );
  expect(understood).toBeGreaterThan(0);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});
