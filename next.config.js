/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // There are no pictures to make smaller, and no reason to fetch any for somebody.
  images: { unoptimized: true },
  // Pages and routes send their own. Over TLS is what a proxy says so of: a browser ignores the header elsewhere.
  headers: async () => [
    { source: '/_next/static/:path*', headers: [{ key: 'X-Content-Type-Options', value: 'nosniff' }] },
    {
      source: '/_next/static/:path*',
      has: [{ type: 'header', key: 'x-forwarded-proto', value: 'https' }],
      headers: [{ key: 'Strict-Transport-Security', value: 'max-age=31536000; includeSubDomains' }],
    },
  ],
  serverExternalPackages: ['@aws-sdk/client-cloudwatch', '@aws-sdk/client-s3', '@aws-sdk/client-sts', 'kysely'],
};

export default config;
