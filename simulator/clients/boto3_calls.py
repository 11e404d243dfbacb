"""Calls every operation of the simulated AWS through boto3, as somebody else's program would.

Prints one JSON object: what each step found. The Vitest test beside this file judges it.
"""

import datetime
import decimal
import json
import sys

import boto3
from botocore.client import Config
from botocore.exceptions import ClientError

ENDPOINT, CELL, CELL_NAME, UNLINKED, BAKE, BUILD = sys.argv[1:7]
MONITORING, MANAGEMENT, TOOLING = "100000000002", "100000000001", "100000000003"
found = {"version": boto3.__version__}


def key_of(account):
    return {
        "aws_access_key_id": f"AKIA{account}ROOT",
        "aws_secret_access_key": f"simulator-{account}-root",
    }


APP = {
    "aws_access_key_id": f"AKIA{MONITORING}CWCH",
    "aws_secret_access_key": f"simulator-{MONITORING}-cellwatch",
}


def client(service, key, region="us-east-1"):
    return boto3.client(
        service,
        endpoint_url=ENDPOINT,
        region_name=region,
        config=Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}),
        **key,
    )


def refusal(call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except ClientError as error:
        return [
            error.response["Error"]["Code"],
            error.response["Error"]["Message"],
            error.response["ResponseMetadata"]["HTTPStatusCode"],
        ]
    return None


def assume(account, external_id, **more):
    answer = client("sts", APP).assume_role(
        RoleArn=f"arn:aws:iam::{account}:role/CellwatchReader",
        RoleSessionName="boto3",
        ExternalId=external_id,
        **more,
    )
    credentials = answer["Credentials"]
    return {
        "aws_access_key_id": credentials["AccessKeyId"],
        "aws_secret_access_key": credentials["SecretAccessKey"],
        "aws_session_token": credentials["SessionToken"],
    }


# STS
found["identity"] = client("sts", APP).get_caller_identity()["Arn"]
reader = assume(CELL, f"orbit-{CELL}", SourceIdentity="ann", Tags=[{"Key": "verb", "Value": "read"}])
found["assumed"] = client("sts", reader).get_caller_identity()["Arn"]
found["wrong_external_id"] = refusal(assume, CELL, "orbit-other")
found["wrong_secret"] = refusal(
    client("sts", {**APP, "aws_secret_access_key": "wrong"}).get_caller_identity
)
found["unknown_key"] = refusal(client("sts", key_of("999999999999")).get_caller_identity)

# S3
s3 = client("s3", key_of(MONITORING))
registry = client("s3", APP).get_object(Bucket="orbit-cellwatch", Key="registry.json")
found["registry_version"] = json.loads(registry["Body"].read())["version"]
found["not_modified"] = refusal(
    client("s3", APP).get_object,
    Bucket="orbit-cellwatch",
    Key="registry.json",
    IfNoneMatch=registry["ETag"],
)[2]
s3.put_object(Bucket="orbit-cellwatch", Key="boto3/ä b.txt", Body=b"hello")
found["put"] = s3.get_object(Bucket="orbit-cellwatch", Key="boto3/ä b.txt")["Body"].read().decode()
found["head"] = s3.head_object(Bucket="orbit-cellwatch", Key="boto3/ä b.txt")["ContentLength"]
found["buckets"] = [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
found["keys"] = [
    entry["Key"] for entry in s3.list_objects_v2(Bucket="orbit-cellwatch", Prefix="boto3/")["Contents"]
]
found["s3_denied"] = refusal(
    client("s3", APP).put_object, Bucket="orbit-cellwatch", Key="registry.json", Body=b"{}"
)
found["no_such_key"] = refusal(s3.get_object, Bucket="orbit-cellwatch", Key="nothing")

# Organizations
organizations = client("organizations", key_of(MANAGEMENT))
found["organization"] = organizations.describe_organization()["Organization"]["MasterAccountId"]
found["accounts"] = sum(
    len(page["Accounts"]) for page in organizations.get_paginator("list_accounts").paginate()
)
found["accounts_denied"] = refusal(client("organizations", key_of(MONITORING)).list_accounts)

# Cost Explorer
ce = client("ce", key_of(MANAGEMENT))
today = datetime.datetime.now(datetime.timezone.utc).date()
last_week = {
    "Start": (today - datetime.timedelta(days=9)).isoformat(),
    "End": (today - datetime.timedelta(days=2)).isoformat(),
}
cost_query = {"TimePeriod": last_week, "Granularity": "DAILY", "Metrics": ["UnblendedCost", "AmortizedCost"]}
by_account_and_service = [
    {"Type": "DIMENSION", "Key": "LINKED_ACCOUNT"},
    {"Type": "DIMENSION", "Key": "SERVICE"},
]


def costs_of(results):
    return str(
        sum(
            decimal.Decimal(metrics["AmortizedCost"]["Amount"])
            for result in results
            for metrics in [result["Total"], *(group["Metrics"] for group in result["Groups"])]
            if metrics
        )
    )


grouped = ce.get_cost_and_usage(**cost_query, GroupBy=by_account_and_service)
found["costs_add_up"] = costs_of(grouped["ResultsByTime"]) == costs_of(ce.get_cost_and_usage(**cost_query)["ResultsByTime"])
found["cost_days"] = len(grouped["ResultsByTime"])
found["cost_account_names"] = {
    entry["Value"]: entry["Attributes"]["description"] for entry in grouped["DimensionValueAttributes"]
}.get(CELL)
found["cost_tags"] = ce.get_tags(TimePeriod=last_week)["Tags"]
found["cost_regions"] = [
    entry["Value"] for entry in ce.get_dimension_values(TimePeriod=last_week, Dimension="REGION")["DimensionValues"]
]
found["cost_anomalies"] = [
    anomaly["RootCauses"][0]["LinkedAccount"]
    for anomaly in ce.get_anomalies(
        DateInterval={"StartDate": (today - datetime.timedelta(days=60)).isoformat()}
    )["Anomalies"]
]
found["cost_forecast"] = ce.get_cost_forecast(
    TimePeriod={"Start": today.isoformat(), "End": (today + datetime.timedelta(days=7)).isoformat()},
    Metric="UNBLENDED_COST",
    Granularity="DAILY",
)["Total"]["Unit"]
found["costs_reversed"] = refusal(
    ce.get_cost_and_usage, **{**cost_query, "TimePeriod": {"Start": last_week["End"], "End": last_week["Start"]}}
)
found["costs_denied"] = refusal(client("ce", APP).get_cost_and_usage, **cost_query)

# OAM
oam = client("oam", key_of(MONITORING))
sink = oam.list_sinks()["Items"][0]["Arn"]
found["links"] = len(oam.list_attached_links(SinkIdentifier=sink)["Items"])

# CloudWatch: metrics
monitoring = assume(MONITORING, f"orbit-{MONITORING}")
cloudwatch = client("cloudwatch", monitoring)
end = datetime.datetime.now(datetime.timezone.utc).replace(second=0, microsecond=0) - datetime.timedelta(minutes=2)


def query(identifier, account, metric="Requests", statistic="Sum"):
    return {
        "Id": identifier,
        "AccountId": account,
        "MetricStat": {
            "Metric": {
                "Namespace": "Cell",
                "MetricName": metric,
                "Dimensions": [{"Name": "Cell", "Value": CELL_NAME}],
            },
            "Period": 60,
            "Stat": statistic,
        },
    }


window = {"StartTime": end - datetime.timedelta(minutes=15), "EndTime": end}
data = cloudwatch.get_metric_data(
    MetricDataQueries=[query("q1", CELL), query("q2", CELL, "Latency", "p99"), query("q3", UNLINKED)], **window
)
found["metric_data"] = [
    [result["Id"], result["StatusCode"], len(result["Values"]), all(value > 0 for value in result["Values"])]
    for result in data["MetricDataResults"]
]
found["newest"] = data["MetricDataResults"][0]["Timestamps"][0] == end - datetime.timedelta(minutes=1)
found["too_many_queries"] = refusal(
    cloudwatch.get_metric_data, MetricDataQueries=[query(f"q{i}", CELL) for i in range(501)], **window
)
found["unaligned"] = refusal(
    cloudwatch.get_metric_data,
    MetricDataQueries=[{**query("q1", CELL), "MetricStat": {**query("q1", CELL)["MetricStat"], "Period": 90}}],
    **window,
)
pages = cloudwatch.get_paginator("list_metrics").paginate(
    Namespace="Cell", IncludeLinkedAccounts=True, Dimensions=[{"Name": "Cell", "Value": CELL_NAME}]
)
found["metrics"] = sorted(metric["MetricName"] for page in pages for metric in page["Metrics"])
found["alarms_denied"] = refusal(client("cloudwatch", APP).describe_alarms)

owner = client("cloudwatch", key_of(CELL))
owner.put_metric_data(
    Namespace="Boto3",
    MetricData=[{"MetricName": "m", "Value": 4, "Unit": "Count"}, {"MetricName": "m", "Values": [1.5, 2], "Counts": [2, 1]}],
)
found["put_metric"] = owner.list_metrics(Namespace="Boto3")["Metrics"]

# CloudWatch: alarms
found["cell_alarms"] = len(client("cloudwatch", reader).describe_alarms()["MetricAlarms"])
owner.put_metric_alarm(
    AlarmName="boto3-alarm",
    Namespace="Boto3",
    MetricName="m",
    Statistic="Sum",
    Period=60,
    EvaluationPeriods=1,
    Threshold=1,
    ComparisonOperator="GreaterThanThreshold",
)
owner.put_composite_alarm(AlarmName="boto3-composite", AlarmRule='ALARM("boto3-alarm")')
owner.set_alarm_state(AlarmName="boto3-alarm", StateValue="ALARM", StateReason="by boto3")
described = owner.describe_alarms(AlarmNamePrefix="boto3-", AlarmTypes=["MetricAlarm", "CompositeAlarm"])
found["described"] = [
    [alarm["AlarmName"], alarm["StateValue"]] for alarm in described["MetricAlarms"]
] + [alarm["AlarmName"] for alarm in described["CompositeAlarms"]]
found["default_types"] = [
    len(owner.describe_alarms(AlarmNamePrefix="boto3-")[kind]) for kind in ("MetricAlarms", "CompositeAlarms")
]
found["history"] = sorted(
    item["HistoryItemType"] for item in owner.describe_alarm_history(AlarmName="boto3-alarm")["AlarmHistoryItems"]
)
found["unknown_alarm"] = refusal(owner.set_alarm_state, AlarmName="none", StateValue="OK", StateReason="r")

# CodePipeline
codepipeline = client("codepipeline", key_of(TOOLING))
found["pipelines"] = sorted(entry["name"] for entry in codepipeline.list_pipelines()["pipelines"])
structure = codepipeline.get_pipeline(name="router")
found["stages"] = [stage["name"] for stage in structure["pipeline"]["stages"]]
found["pipeline_arn"] = structure["metadata"]["pipelineArn"]
started = codepipeline.start_pipeline_execution(name="router", clientRequestToken="boto3")["pipelineExecutionId"]
found["started_twice"] = (
    codepipeline.start_pipeline_execution(name="router", clientRequestToken="boto3")["pipelineExecutionId"] == started
)
codepipeline.disable_stage_transition(
    pipelineName="router", stageName="Build", transitionType="Inbound", reason="by boto3"
)
state = codepipeline.get_pipeline_state(name="router")
found["transition"] = [
    [stage["inboundTransitionState"]["disabledReason"], stage["inboundTransitionState"]["lastChangedBy"]]
    for stage in state["stageStates"]
    if not stage["inboundTransitionState"]["enabled"]
]
found["in_source"] = state["stageStates"][0]["latestExecution"]["pipelineExecutionId"] == started
codepipeline.enable_stage_transition(pipelineName="router", stageName="Build", transitionType="Inbound")
codepipeline.stop_pipeline_execution(
    pipelineName="router", pipelineExecutionId=started, abandon=True, reason="enough"
)
found["stop_twice"] = refusal(
    codepipeline.stop_pipeline_execution, pipelineName="router", pipelineExecutionId=started, abandon=True
)
executions = [
    summary
    for page in codepipeline.get_paginator("list_pipeline_executions").paginate(
        pipelineName="router", PaginationConfig={"PageSize": 3}
    )
    for summary in page["pipelineExecutionSummaries"]
]
found["executions"] = [len(executions), executions[0]["stopTrigger"]["reason"]]
found["actions"] = sorted(
    detail["actionName"]
    for page in codepipeline.get_paginator("list_action_executions").paginate(
        pipelineName="router",
        filter={"pipelineExecutionId": executions[1]["pipelineExecutionId"]},
        PaginationConfig={"PageSize": 10},
    )
    for detail in page["actionExecutionDetails"]
    if not detail["actionName"].startswith("Deploy-")
)
found["revision"] = len(
    codepipeline.get_pipeline_execution(
        pipelineName="router", pipelineExecutionId=executions[1]["pipelineExecutionId"]
    )["pipelineExecution"]["artifactRevisions"][0]["revisionId"]
)
found["no_such_pipeline"] = refusal(codepipeline.get_pipeline_state, name="nowhere")
found["bad_reason"] = refusal(
    codepipeline.disable_stage_transition,
    pipelineName="router",
    stageName="Build",
    transitionType="Inbound",
    reason="a: b",
)
found["reader_key"] = reader

# What releases leave behind: bakes, stacks, images, builds
tooling = assume(TOOLING, f"orbit-{TOOLING}")
sfn = client("stepfunctions", tooling)
bake = sfn.describe_execution(executionArn=BAKE)
found["bake"] = [bake["status"], len(json.loads(bake["input"])["alarms"]) > 0]
events = sfn.get_paginator("get_execution_history").paginate(
    executionArn=BAKE, reverseOrder=True, includeExecutionData=False, PaginationConfig={"PageSize": 10}
)
found["bake_events"] = [event["type"] for page in events for event in page["events"]]
machine = sfn.describe_state_machine(stateMachineArn=bake["stateMachineArn"])
found["bake_waits"] = sum(
    state.get("Seconds", 0) for state in json.loads(machine["definition"])["States"].values()
)
found["no_bake"] = refusal(sfn.describe_execution, executionArn=BAKE + "x")
found["no_arn"] = refusal(sfn.describe_execution, executionArn="bake")
found["stop_denied"] = refusal(sfn.stop_execution, executionArn=BAKE)
stopped = client("stepfunctions", key_of(TOOLING)).stop_execution(executionArn=BAKE, error="Halted", cause="by boto3")
found["stopped"] = stopped["stopDate"] == bake["stopDate"]

cloudformation = client("cloudformation", reader)
stacks = [stack for page in cloudformation.get_paginator("describe_stacks").paginate() for stack in page["Stacks"]]
found["stacks"] = [
    [stack["StackName"], {entry["ParameterKey"]: entry["ParameterValue"] for entry in stack["Parameters"]}["Revision"]]
    for stack in stacks
]
stack_events = cloudformation.get_paginator("describe_stack_events").paginate(StackName=stacks[0]["StackId"])
found["stack_events"] = sum(len(page["StackEvents"]) for page in stack_events) > 0
found["no_stack"] = refusal(cloudformation.describe_stacks, StackName="nobody")
found["no_stack_events"] = refusal(cloudformation.describe_stack_events, StackName="nobody")

ecr = client("ecr", tooling)
images = [
    image
    for page in ecr.get_paginator("describe_images").paginate(repositoryName="cache-engine")
    for image in page["imageDetails"]
]
newest = images[0]["imageTags"][0]
found["images"] = len(images)
found["image"] = ecr.describe_images(repositoryName="cache-engine", imageIds=[{"imageTag": newest}])["imageDetails"] == images[:1]
found["no_image"] = refusal(ecr.describe_images, repositoryName="cache-engine", imageIds=[{"imageTag": "none"}])
found["no_repository"] = refusal(ecr.describe_images, repositoryName="nobody")

codebuild = client("codebuild", tooling)
builds = codebuild.batch_get_builds(ids=[BUILD, "router-build:none"])
found["builds"] = [[build["id"], build["buildStatus"], build["currentPhase"]] for build in builds["builds"]]
found["builds_not_found"] = builds["buildsNotFound"]
found["no_builds"] = refusal(codebuild.batch_get_builds, ids=["none"])

# SQS
sqs = client("sqs", key_of(MONITORING))
found["queue_url"] = sqs.get_queue_url(QueueName="cellwatch-events")["QueueUrl"]
queue_url = sqs.create_queue(QueueName="boto3", Attributes={"VisibilityTimeout": "5"})["QueueUrl"]
sqs.send_message(QueueUrl=queue_url, MessageBody='{"a": "<&>"}')
received = sqs.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10, AttributeNames=["All"], WaitTimeSeconds=1)
found["received"] = [[one["Body"], one["Attributes"]["ApproximateReceiveCount"]] for one in received["Messages"]]
found["hidden"] = sqs.receive_message(QueueUrl=queue_url).get("Messages", [])
deleted = sqs.delete_message_batch(
    QueueUrl=queue_url,
    Entries=[{"Id": "a", "ReceiptHandle": received["Messages"][0]["ReceiptHandle"]}, {"Id": "b", "ReceiptHandle": "x"}],
)
found["deleted"] = [[one["Id"] for one in deleted["Successful"]], [one["Code"] for one in deleted["Failed"]]]
found["queue_attributes"] = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["All"])["Attributes"]
found["no_queue"] = refusal(sqs.get_queue_url, QueueName="nobody")

json.dump(found, sys.stdout, default=str)
