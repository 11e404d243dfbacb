import { runDemo } from './launch/run-demo.mjs';

await runDemo('start');
