/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ['@aws-sdk/client-cloudwatch', '@aws-sdk/client-s3', '@aws-sdk/client-sts', 'kysely'],
};

export default config;
