'use client';

import { useState } from 'react';
import { usePersonId } from '#components/shell/person.tsx';
import { Button } from '#components/ui/button.tsx';
import { keepDraft } from '#lib/client/actions/kept-draft.ts';
import type { ActionRequest } from '#lib/client/actions/open-action.ts';

/** Sends the person to prove who they are, and brings them back to the dialog with what they typed. */
export function SignInAgain({ request }: { request: ActionRequest }) {
  const personId = usePersonId();
  const [here] = useState(() => `${window.location.pathname}${window.location.search}`);
  return (
    <form method="post" action="/api/auth/signin/oidc" onSubmit={() => keepDraft(request, personId)}>
      <input type="hidden" name="callbackUrl" value={here} />
      <input type="hidden" name="fresh" value="1" />
      <Button kind="primary" type="submit">
        Sign in again
      </Button>
    </form>
  );
}
