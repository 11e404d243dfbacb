import { defineConfig } from '@playwright/test';

/** Follows a release from its source until the cells that it made sick have healed. */
const WAITING = /bad-release\.spec\.ts$/;

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  // The journeys of a worker share an app and a simulated world, and run one after another.
  workers: 3,
  projects: [
    // It waits for minutes until rules and alarms have seen enough, and needs hardly any processor: it begins first, beside the others.
    { name: 'waiting', testMatch: WAITING, workers: 1 },
    { name: 'journeys', testIgnore: WAITING, workers: 2 },
  ],
  fullyParallel: false,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json']],
  use: {
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH || '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
