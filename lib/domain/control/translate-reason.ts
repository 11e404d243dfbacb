/** What AWS takes as the reason of a closed door. */
const TAKEN = /[^a-zA-Z0-9!@ ().*?-]/g;

/** Signs that AWS refuses, as people would say them. An apostrophe goes without a trace: "can't" reads on as "cant". */
const SPOKEN: readonly (readonly [RegExp, string])[] = [
  [/ä/g, 'ae'],
  [/ö/g, 'oe'],
  [/ü/g, 'ue'],
  [/Ä(?=\p{Ll})/gu, 'Ae'],
  [/Ö(?=\p{Ll})/gu, 'Oe'],
  [/Ü(?=\p{Ll})/gu, 'Ue'],
  [/Ä/g, 'AE'],
  [/Ö/g, 'OE'],
  [/Ü/g, 'UE'],
  [/[ßẞ]/g, 'ss'],
  [/æ/g, 'ae'],
  [/Æ/g, 'Ae'],
  [/œ/g, 'oe'],
  [/Œ/g, 'Oe'],
  [/ø/g, 'o'],
  [/Ø/g, 'O'],
  [/đ/g, 'd'],
  [/Đ/g, 'D'],
  [/ł/g, 'l'],
  [/Ł/g, 'L'],
  [/ı/g, 'i'],
  [/['’‘`´"“”„«»]/g, ''],
  [/…/g, '...'],
  [/:\/\//g, ' '],
  [/(?:->|=>|→|⇒)/g, ' to '],
  [/[‐‑‒–—―−_/\\|~]/g, '-'],
  [/\s*[:;]\s+/g, ' - '],
  [/[:;]/g, '-'],
  [/[,\s]+/g, ' '],
  [/&/g, ' and '],
  [/\+(?=\d)/g, ' plus '],
  [/%/g, ' percent'],
  [/€/g, ' EUR'],
  [/\$(?=\d)/g, 'USD '],
  [/#(?=\d)/g, ' no. '],
  [/[[{<]/g, '('],
  [/[\]}>]/g, ')'],
];

/** Of DisableStageTransition. */
const DOOR_REASON_CHARACTERS = 300;
/** Of StopPipelineExecution. */
export const STOP_REASON_CHARACTERS = 200;

/**
 * What somebody wrote, as AWS takes it: the letters A to Z, digits, spaces and ! @ ( ) . * ? -, never empty. The audit log
 * keeps what was written.
 * @param fallback used where nothing is left, as of a text in another script
 */
export function translateReason(written: string, atMost = DOOR_REASON_CHARACTERS, fallback = 'see the audit log of Cellwatch'): string {
  let text = written.normalize('NFC');
  for (const [pattern, spoken] of SPOKEN) text = text.replace(pattern, spoken);
  text = text
    // Letters with marks become letters without.
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(TAKEN, ' ')
    .replace(/ +/g, ' ')
    .replace(/ (?=[.!?)])/g, '')
    .trim();
  if (!/[a-zA-Z0-9]/.test(text)) return cut(fallback, atMost);
  return cut(text, atMost);
}

/** At a space where there is one near the end, and saying that there was more. */
function cut(text: string, atMost: number): string {
  if (text.length <= atMost) return text;
  const room = text.slice(0, atMost - 3);
  const space = room.lastIndexOf(' ');
  return `${(space > atMost * 0.8 ? room.slice(0, space) : room).trimEnd()}...`;
}
