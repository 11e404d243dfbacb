/** True when keys belong to the element that has the focus: a field, a list, a slider. Page shortcuts then keep quiet. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input, textarea, select, [contenteditable], [role="slider"], [role="listbox"]') !== null
  );
}
