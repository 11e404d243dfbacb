/** A service as people call it: "Amazon DynamoDB" → "DynamoDB", "Amazon Elastic Compute Cloud - Compute" → "EC2 instances". */
export function shortService(service: string): string {
  return NAMES[service] ?? service.replace(/^(Amazon|AWS) ?/, '');
}

const NAMES: Readonly<Record<string, string>> = {
  'Amazon Elastic Compute Cloud - Compute': 'EC2 instances',
  'EC2 - Other': 'EC2 other (volumes, NAT, transfer)',
  'Amazon Simple Storage Service': 'S3',
  'Amazon Relational Database Service': 'RDS',
  'Amazon Elastic Load Balancing': 'load balancing',
  'Amazon Virtual Private Cloud': 'VPC',
  AmazonCloudWatch: 'CloudWatch',
  'AWS Key Management Service': 'KMS',
};
