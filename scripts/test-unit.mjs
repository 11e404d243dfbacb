import { checkAll, STEPS } from './launch/check-all.mjs';

await checkAll(STEPS.unit);
