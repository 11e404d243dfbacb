import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { 'server-only': new URL('./node_modules/server-only/empty.js', import.meta.url).pathname } },
  test: {
    include: ['{lib,app,components,simulator,scripts,bench}/**/*.test.{ts,tsx}'],
    testTimeout: 20_000,
    // By default one less than there are cores, which on two is one at a time.
    maxWorkers: '100%',
  },
});
