/** Which folder may import which: the table in ARCHITECTURE.md, as dependency-cruiser reads it. */

const ROOMS: Record<string, { path: string; may: readonly string[] }> = {
  domain: { path: '^lib/domain/', may: [] },
  clock: { path: '^lib/(clock|log)\\.ts$', may: [] },
  env: { path: '^lib/env\\.ts$', may: [] },
  contract: { path: '^lib/runtime-contract\\.ts$', may: ['domain', 'views', 'store', 'env', 'clock'] },
  views: { path: '^lib/views/', may: ['domain', 'clock'] },
  store: { path: '^lib/store/', may: ['domain', 'clock'] },
  aws: { path: '^lib/aws/', may: ['domain', 'env', 'clock'] },
  sources: { path: '^lib/sources/', may: ['domain', 'aws', 'env', 'clock'] },
  collector: { path: '^lib/collector/', may: ['domain', 'aws', 'sources', 'views', 'store', 'env', 'clock', 'contract'] },
  runtime: {
    path: '^lib/runtime\\.ts$',
    may: ['domain', 'aws', 'sources', 'collector', 'views', 'store', 'env', 'clock', 'contract', 'http'],
  },
  http: { path: '^lib/http/', may: ['domain', 'views', 'env', 'clock', 'contract', 'store'] },
  client: { path: '^lib/client/', may: ['domain', 'views'] },
  components: { path: '^components/', may: ['domain', 'views', 'client'] },
  app: {
    path: '^(app/|proxy\\.ts|instrumentation\\.ts)',
    may: ['domain', 'views', 'client', 'components', 'http', 'env', 'clock', 'contract', 'runtime'],
  },
  simulator: { path: '^simulator/', may: [] },
};

export const FOLDERS = ['app', 'components', 'lib', 'simulator', 'scripts', 'e2e', 'bench', 'proxy.ts', 'instrumentation.ts'];

/** Tests stand up what they need, the simulator too. */
const TESTS = '\\.test\\.tsx?$|/(fixtures|testing)/|^lib/store/contract\\.ts$|^lib/http/(fake-runtime|tiny-issuer)\\.ts$';

export const RULES = [
  ...Object.entries(ROOMS).map(([name, { path, may }]) => ({
    name: `${name}-imports-only-what-it-may`,
    severity: 'error' as const,
    from: { path, pathNot: TESTS },
    to: {
      path: '^(app|components|lib|simulator|scripts|e2e|bench)/|^(proxy|instrumentation)\\.ts',
      pathNot: [path, ...may.map((other) => ROOMS[other]?.path ?? '')],
    },
  })),
  {
    name: 'only-sources-and-aws-call-aws',
    severity: 'error' as const,
    from: { path: '^(app|components|lib)/', pathNot: ['^lib/(aws|sources)/', TESTS] },
    to: { path: 'node_modules/@(aws-sdk|smithy)/' },
  },
  {
    name: 'the-domain-knows-no-framework',
    severity: 'error' as const,
    from: { path: '^lib/domain/', pathNot: TESTS },
    to: { path: 'node_modules/', pathNot: 'node_modules/(zod|fastest-levenshtein)/' },
  },
  { name: 'no-cycles', severity: 'error' as const, from: {}, to: { circular: true } },
  { name: 'no-unresolved-imports', severity: 'error' as const, from: {}, to: { couldNotResolve: true } },
];
