/**
 * True when keys belong to the element that has the focus: a field, a list, a slider. Page shortcuts then keep quiet.
 * A field of a dialog that was just closed still has the focus until the browser next looks, and takes no keys any more.
 */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable], [role="slider"], [role="listbox"]') !== null &&
    target.closest('dialog:not([open])') === null
  );
}
