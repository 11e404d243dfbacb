import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { CellPage } from '#components/cell/cell-page.tsx';
import { NoPicture } from '#components/cell/no-picture.tsx';
import { PageShell } from '#components/shell/page-shell.tsx';
import { cellHref, parseRange } from '#lib/client/cell/parse-range.ts';
import { firstCell } from '#lib/http/first-cell.ts';
import { requirePermission } from '#lib/http/page-access.ts';
import { getRuntime } from '#lib/http/runtime.ts';

interface Props {
  params: Promise<{ name: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

/** One cell. */
export default async function Page({ params, searchParams }: Props) {
  const name = decodeURIComponent((await params).name);
  const range = parseRange((await searchParams).range);
  const session = await requirePermission('read:health', cellHref(name, range));
  const runtime = await getRuntime();
  const known = runtime.feed.current();
  const view = known ? await firstCell(runtime, name, range) : null;
  if (known && !view) notFound();
  return (
    <PageShell session={session} at="cell">
      {view ? <CellPage key={name} first={view} /> : <NoPicture problems={runtime.readiness().problems} />}
    </PageShell>
  );
}
