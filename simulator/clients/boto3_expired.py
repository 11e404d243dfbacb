"""Calls with a session that has ended, given as JSON, and prints the error codes of three protocols."""

import json
import sys

import boto3
from botocore.client import Config
from botocore.exceptions import ClientError

ENDPOINT, KEY = sys.argv[1], json.loads(sys.argv[2])


def code(service, operation, **parameters):
    client = boto3.client(
        service,
        endpoint_url=ENDPOINT,
        region_name="us-east-1",
        config=Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}),
        **KEY,
    )
    try:
        getattr(client, operation)(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


json.dump(
    [
        code("sts", "get_caller_identity"),
        code("cloudwatch", "describe_alarms"),
        code("organizations", "describe_organization"),
        code("s3", "get_object", Bucket="orbit-cellwatch", Key="registry.json"),
    ],
    sys.stdout,
)
