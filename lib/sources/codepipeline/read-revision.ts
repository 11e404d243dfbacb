import type { SourceRevision } from '@aws-sdk/client-codepipeline';
import type { Revision } from '#lib/domain/release/facts.ts';

/** A source revision. Of a connection (GitHub, GitLab, Bitbucket) the summary is JSON around the message; else it is the message. */
export function readRevision(given: SourceRevision): Revision | null {
  if (!given.revisionId) return null;
  return {
    action: given.actionName ?? '',
    id: given.revisionId,
    message: messageOf(given.revisionSummary),
    // The summary names no author: the source action's output variables do.
    author: null,
    url: given.revisionUrl ?? null,
  };
}

function messageOf(summary: string | undefined): string | null {
  const text = summary?.trim() ?? '';
  if (text.startsWith('{')) {
    try {
      const told: unknown = JSON.parse(text).CommitMessage;
      if (typeof told === 'string') return told.trim() || null;
    } catch {
      // A message may begin with a brace.
    }
  }
  return text || null;
}
