/** One server-sent event as the browser got it. */
export interface LiveMessage {
  type: string;
  /** Null when neither this event nor one before it had an id. */
  id: string | null;
  data: string;
}

/**
 * Reads the wire format of server-sent events (WHATWG HTML, 9.2.6) as it arrives in pieces. The browser's own EventSource
 * hides comments and the status of a refusal; we need both, to notice silence and to tell a session that is over.
 *
 * @returns a function that takes the next piece of text
 */
export function eventStreamParser(onMessage: (message: LiveMessage) => void): (piece: string) => void {
  let rest = '';
  let data: string[] = [];
  let type = '';
  let id: string | null = null;

  function line(text: string): void {
    if (text === '') {
      if (data.length > 0) onMessage({ type: type || 'message', id, data: data.join('\n') });
      data = [];
      type = '';
      return;
    }
    const colon = text.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    else if (field === 'event') type = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
  }

  return (piece) => {
    rest += piece;
    let from = 0;
    for (;;) {
      const end = nextBreak(rest, from);
      if (!end) break;
      line(rest.slice(from, end.at));
      from = end.next;
    }
    rest = rest.slice(from);
  };
}

/** The next line break: LF, CR LF or CR. A CR at the very end may be half of a CR LF, so it waits for the next piece. */
function nextBreak(text: string, from: number): { at: number; next: number } | null {
  const lf = text.indexOf('\n', from);
  const cr = text.indexOf('\r', from);
  if (cr >= 0 && (lf < 0 || cr < lf)) {
    if (cr === text.length - 1) return null;
    return { at: cr, next: text[cr + 1] === '\n' ? cr + 2 : cr + 1 };
  }
  return lf < 0 ? null : { at: lf, next: lf + 1 };
}
