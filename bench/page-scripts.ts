import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import * as z from 'zod';

const BUILT = fileURLToPath(new URL('../.next/', import.meta.url));
const FILES = z.array(z.string());
const PAGES = z.record(z.string(), z.string());
const BUILD = z.object({ rootMainFiles: FILES });
const REFERENCES = z.record(z.string(), z.object({ entryJSFiles: z.record(z.string(), FILES) }));

/** Kilobytes of compressed JavaScript that each page of the built app loads at first, by its address. */
export function pageScripts(): Map<string, number> {
  const { rootMainFiles } = BUILD.parse(JSON.parse(read('build-manifest.json')));
  const pages = Object.entries(PAGES.parse(JSON.parse(read('server/app-paths-manifest.json'))));
  return new Map(
    pages.flatMap(([route, file]): [string, number][] => {
      if (!route.endsWith('/page') || route.startsWith('/_')) return [];
      const entries = entriesOf(route, file);
      const scripts = new Set([...rootMainFiles, ...(entries['[project]/app/layout'] ?? []), ...(entries[`[project]/app${route}`] ?? [])]);
      const bytes = [...scripts].reduce((sum, script) => sum + gzipSync(read(script)).byteLength, 0);
      return [[route.slice(0, -'/page'.length) || '/', bytes / 1_000]];
    }),
  );
}

function entriesOf(route: string, file: string): Record<string, string[]> {
  const told: { __RSC_MANIFEST?: unknown } = {};
  runInNewContext(read(`server/${file.replace(/\.js$/, '_client-reference-manifest.js')}`), Object.assign(told, { globalThis: told }));
  return REFERENCES.parse(told.__RSC_MANIFEST)[route]?.entryJSFiles ?? {};
}

function read(file: string): string {
  return readFileSync(BUILT + file, 'utf8');
}
