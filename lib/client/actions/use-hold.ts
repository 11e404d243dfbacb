'use client';

import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';

/** How long a stopping verb wants to be held, ms: long enough that no slip of the hand does it. */
const HOLD_MS = 600;

/** Props of a button that acts when it was held for 0.6 s, by pointer, touch, Enter or Space; letting go before does nothing. */
export function useHold(act: () => void, disabled: boolean) {
  const [holding, setHolding] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  function begin() {
    if (disabled || timer.current !== undefined) return;
    setHolding(true);
    timer.current = setTimeout(() => {
      timer.current = undefined;
      setHolding(false);
      act();
    }, HOLD_MS);
  }
  function release() {
    clearTimeout(timer.current);
    timer.current = undefined;
    setHolding(false);
  }
  useEffect(() => () => clearTimeout(timer.current), []);

  const isPress = (event: KeyboardEvent) => event.key === 'Enter' || event.key === ' ';
  return {
    holding,
    props: {
      onPointerDown: (event: PointerEvent<HTMLButtonElement>) => {
        if (event.button !== 0) return;
        // A finger that slides off a little is still holding.
        event.currentTarget.setPointerCapture?.(event.pointerId);
        begin();
      },
      onPointerUp: release,
      onPointerCancel: release,
      onBlur: release,
      onKeyDown: (event: KeyboardEvent) => {
        if (!isPress(event)) return;
        event.preventDefault();
        if (!event.repeat) begin();
      },
      onKeyUp: (event: KeyboardEvent) => {
        if (isPress(event)) release();
      },
      onContextMenu: (event: { preventDefault(): void }) => event.preventDefault(),
    },
  };
}
