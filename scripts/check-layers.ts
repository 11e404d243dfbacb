import { cruise } from 'dependency-cruiser';
import { FOLDERS, RULES } from './layers.ts';

/** Fails when a folder imports what the table in ARCHITECTURE.md does not let it. */
const FEWEST_MODULES = 60;

const { output } = await cruise(FOLDERS, {
  // With TypeScript 7 only this parser sees our modules at all; the count below makes sure of it.
  parser: 'swc',
  tsPreCompilationDeps: true,
  exclude: { path: '^node_modules|^\\.next' },
  doNotFollow: { path: 'node_modules' },
  enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.css'], conditionNames: ['import', 'default'] },
  validate: true,
  ruleSet: { forbidden: RULES },
});
if (typeof output === 'string') throw new Error('dependency-cruiser answered with text');

const { violations, totalCruised } = output.summary;
for (const { rule, from, to } of violations) console.error(`${rule.name}: ${from} → ${to}`);
if (totalCruised < FEWEST_MODULES)
  console.error(`Only ${totalCruised} modules were seen, fewer than ${FEWEST_MODULES}: the check checks nothing.`);
else console.error(`${totalCruised} modules, ${violations.length} violations.`);
process.exit(violations.length === 0 && totalCruised >= FEWEST_MODULES ? 0 : 1);
