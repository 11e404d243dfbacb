import swc, { type Module, type ParseOptions } from '@swc/core';
import { cruise } from 'dependency-cruiser';
import { FOLDERS, RULES, RUN_TIME_RULES } from './layers.ts';

/** Fails when a folder imports what the table in ARCHITECTURE.md does not let it. */
const FEWEST_MODULES = 400;

// dependency-cruiser asks swc to parse TypeScript, but never JSX, and can't tell imports of types: so we step in between.
const { parseFileSync } = swc;
let withTypes = true;
swc.parseFileSync = ((file: string, options: ParseOptions): Module => {
  const module = parseFileSync(file, { ...options, tsx: file.endsWith('.tsx') } as ParseOptions) as Module;
  return withTypes ? module : { ...module, body: module.body.filter((item) => !('typeOnly' in item && item.typeOnly)) };
}) as typeof parseFileSync;

async function check(forbidden: typeof RULES | typeof RUN_TIME_RULES): Promise<number> {
  const { output } = await cruise(FOLDERS, {
    // With TypeScript 7 only this parser sees our modules at all; the count below makes sure of it.
    parser: 'swc',
    tsPreCompilationDeps: true,
    exclude: { path: '^\\.next' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.css'], conditionNames: ['import', 'default'] },
    validate: true,
    ruleSet: { forbidden: [...forbidden] },
  });
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with text');
  const { violations, totalCruised } = output.summary;
  for (const { rule, from, to } of violations) console.error(`${rule.name}: ${from} → ${to}`);
  if (totalCruised < FEWEST_MODULES)
    console.error(`Only ${totalCruised} modules were seen, fewer than ${FEWEST_MODULES}: the check checks nothing.`);
  else console.error(`${totalCruised} modules, ${violations.length} violations${withTypes ? '' : ' of imports that remain when it runs'}.`);
  return totalCruised < FEWEST_MODULES ? violations.length + 1 : violations.length;
}

const all = await check(RULES);
withTypes = false;
const atRunTime = await check(RUN_TIME_RULES);
process.exit(all + atRunTime === 0 ? 0 : 1);
