import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { childEnvironment, ROOT } from './launch/paths.mjs';
import { say, stop } from './launch/say.mjs';

/** Writes what ships with Cellwatch as CycloneDX, from the lock file alone: `npm run sbom`, or `npm run sbom -- FILE`. */
const file = process.argv[2] ?? `${ROOT}cellwatch.cdx.json`;
const args = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--omit=dev', '--package-lock-only'];
const { status, stdout, stderr } = spawnSync('npm', args, {
  cwd: ROOT,
  env: childEnvironment(),
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
if (status !== 0) stop(`npm sbom failed:\n\n${stderr.trim()}`);
const bom = JSON.parse(stdout);
const { name, version } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));
// npm names it for the folder that the checkout happens to lie in.
bom.metadata.component.name = name;
if (!(bom.components?.length > 100)) stop(`npm sbom names ${bom.components?.length ?? 0} packages only.`);
writeFileSync(file, `${JSON.stringify(bom, null, 2)}\n`);
say(`${file}: ${bom.components.length} packages of ${name} ${version}.`);
