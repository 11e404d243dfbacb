'use client';

import { type ReactNode, useId } from 'react';
import { Button } from '#components/ui/button.tsx';
import { EarlyPress } from '#components/ui/early-press.tsx';
import { VisuallyHidden } from '#components/ui/visually-hidden.tsx';
import { openAction } from '#lib/client/actions/open-action.ts';
import type { ActionTarget, Verb } from '#lib/domain/control/action.ts';
import { useWhyNot } from './use-why-not.ts';

/** Opens the dialog of a verb. For whoever may not, or where it can't be done, it tells why instead; the server decides again. */
export function ActionButton({
  verb,
  target,
  kind = 'plain',
  cells = null,
  impossible = null,
  children,
}: {
  verb: Verb;
  target: ActionTarget;
  kind?: 'plain' | 'warning';
  /** Names of the cells that it reaches; null where the plan will tell. */
  cells?: readonly string[] | null;
  /** Why nobody can do it now. */
  impossible?: string | null;
  children: ReactNode;
}) {
  const id = useId();
  const whyNot = useWhyNot(verb, target, cells) ?? impossible;
  const open = () => {
    if (whyNot === null) openAction({ verb, target });
  };
  // Not `disabled`: the reason must be reachable by keyboard and hover.
  return (
    <>
      <EarlyPress onPress={open}>
        <Button
          type="submit"
          kind={kind}
          aria-disabled={whyNot !== null}
          aria-describedby={whyNot === null ? undefined : id}
          title={whyNot ?? undefined}
        >
          {children}
        </Button>
      </EarlyPress>
      {whyNot === null ? null : (
        <VisuallyHidden>
          <span id={id}>{whyNot}</span>
        </VisuallyHidden>
      )}
    </>
  );
}
