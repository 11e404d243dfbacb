import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Fails when README, ARCHITECTURE, CONTRIBUTING or a page of docs/ names a path that does not exist. */
const ROOT = fileURLToPath(new URL('../', import.meta.url));
/** A path in backticks starts with one of these folders, or is a file of the top level. */
const FOLDERS = ['app', 'pages', 'components', 'lib', 'simulator', 'scripts', 'e2e', 'bench', 'deploy', 'docs', 'schemas', '.ci'];

function pages(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? pages(path) : entry.name.endsWith('.md') ? [path] : [];
  });
}

function namedPaths(page: string, text: string): string[] {
  const quoted = [...text.matchAll(/`([^`\s]+)`/g)]
    .map((match) => match[1] ?? '')
    .filter((path) => FOLDERS.some((folder) => path.startsWith(`${folder}/`)) || /^[A-Z]+\.md$|^[a-z.-]+\.config\.(js|ts)$/.test(path))
    // A placeholder such as `lib/sources/NAME/` or a glob names no one path.
    .filter((path) => !/[*<>{}…]|[A-Z]{4}/.test(path.replace(/[A-Z]+\.md$/, '')));
  const linked = [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)|src="([^"]+)"/g)]
    .map((match) => match[1] ?? match[2] ?? '')
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => join(dirname(page), target));
  return [...quoted, ...linked];
}

const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...pages('docs')];
const missing = documents.flatMap((page) => {
  if (!existsSync(join(ROOT, page))) return [`${page} itself is missing`];
  return namedPaths(page, readFileSync(join(ROOT, page), 'utf8'))
    .filter((path) => !existsSync(join(ROOT, path)))
    .map((path) => `${page} names ${path}, which does not exist`);
});

for (const fault of missing) console.error(fault);
if (missing.length === 0) console.error(`Every path named in ${documents.length} documents exists.`);
process.exit(missing.length === 0 ? 0 : 1);
