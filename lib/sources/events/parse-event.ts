import { z } from 'zod';
import { ALARM_STATES, type AlarmState } from '#lib/domain/facts.ts';

/** Where something happened. */
interface Place {
  accountId: string;
  region: string;
}

/** A change of an alarm's state, or of what suppresses its actions. */
interface AlarmEvent extends Place {
  kind: 'alarm';
  name: string;
  state: AlarmState;
  reason: string;
  /** Since when it has that state, by AWS's clock, epoch ms. */
  at: number;
  /** When the event was made, by AWS's clock, epoch ms. */
  toldAt: number;
  /** True while the actions of a composite alarm are suppressed, or an alarm is muted. */
  suppressed: boolean;
}

/** Something happened in a pipeline: it is worth a look. */
interface PipelineEvent extends Place {
  kind: 'pipeline';
  pipeline: string;
}

/** Tells only that the events of its account and Region come through. */
interface OtherEvent extends Place {
  kind: 'other';
}

export type CloudEvent = AlarmEvent | PipelineEvent | OtherEvent;

const time = z
  .string()
  .max(40)
  .transform((text, context) => {
    // CloudWatch writes +0000, without a colon.
    const at = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
    if (Number.isFinite(at)) return at;
    context.addIssue({ code: 'custom', message: 'not a time' });
    return z.NEVER;
  });
/** An event of EventBridge as a queue carries it. Source: AWS's "Events from AWS services". */
const envelope = z.object({
  'detail-type': z.string().max(200),
  account: z.string().regex(/^\d{12}$/),
  region: z.string().regex(/^[a-z0-9-]{1,40}$/),
  time,
  detail: z.record(z.string(), z.unknown()),
});
const alarmDetail = z.object({
  alarmName: z.string().min(1).max(255),
  state: z.object({
    value: z.enum(ALARM_STATES),
    reason: z.string().max(4_096).default(''),
    timestamp: time,
    actionsSuppressedBy: z.string().max(64).nullish(),
    muteDetail: z.unknown().optional(),
  }),
});
const pipelineName = z.string().min(1).max(100);
const pipelineDetail = z.object({ pipeline: pipelineName });
/** Transitions are told by CloudTrail alone. */
const trailDetail = z.object({
  eventSource: z.literal('codepipeline.amazonaws.com'),
  requestParameters: z.object({ pipelineName }).or(z.object({ name: pipelineName })),
});

/** What a message tells; a text that says why, for one that tells nothing that can be understood. */
export function parseEvent(body: string): CloudEvent | string {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    return 'it is not JSON';
  }
  const read = envelope.safeParse(given);
  if (!read.success) return `it is no event of EventBridge: ${faultsOf(read.error)}`;
  const { account: accountId, region, detail } = read.data;
  const place = { accountId, region };
  switch (read.data['detail-type']) {
    case 'CloudWatch Alarm State Change': {
      const alarm = alarmDetail.safeParse(detail);
      if (!alarm.success) return `it is no change of an alarm: ${faultsOf(alarm.error)}`;
      const { value: state, reason, timestamp: at, actionsSuppressedBy, muteDetail } = alarm.data.state;
      const suppressed = Boolean(actionsSuppressedBy) || (muteDetail ?? null) !== null;
      return { kind: 'alarm', ...place, name: alarm.data.alarmName, state, reason, at, toldAt: Math.max(at, read.data.time), suppressed };
    }
    case 'CodePipeline Pipeline Execution State Change':
    case 'CodePipeline Stage Execution State Change':
    case 'CodePipeline Action Execution State Change': {
      const told = pipelineDetail.safeParse(detail);
      return told.success
        ? { kind: 'pipeline', ...place, pipeline: told.data.pipeline }
        : `it is no change of a pipeline: ${faultsOf(told.error)}`;
    }
    case 'AWS API Call via CloudTrail': {
      const told = trailDetail.safeParse(detail);
      if (!told.success) return { kind: 'other', ...place };
      const { requestParameters } = told.data;
      return {
        kind: 'pipeline',
        ...place,
        pipeline: 'name' in requestParameters ? requestParameters.name : requestParameters.pipelineName,
      };
    }
    default:
      return { kind: 'other', ...place };
  }
}

function faultsOf(error: z.ZodError): string {
  const [first] = error.issues;
  return first ? `${first.path.join('.').slice(0, 80)} ${first.message.slice(0, 120)}` : 'unreadable';
}
