import { Button } from '#components/ui/button.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { RequestError } from '#lib/client/read-problem.ts';

/** Why a request failed, and what to do; nothing while it has not. */
export function RequestNotice({ title, error, retry }: { title: string; error: Error | null; retry?: () => void }) {
  if (!error) return null;
  const { code, message: detail, fix } = error instanceof RequestError ? error : { code: 'unknown', message: error.message, fix: null };
  return (
    <div role="alert">
      <ProblemNotice problem={{ code, title, detail, ...(fix ? { fix } : {}) }} />
      {retry ? <Button onClick={retry}>Try again</Button> : null}
    </div>
  );
}
