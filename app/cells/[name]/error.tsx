'use client';

import { CellError } from '#components/cell/cell-error.tsx';

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return <CellError retry={reset} />;
}
