/** One thing that is wrong with a document that people write, such as the registry. */
export interface Fault {
  /** Where, for example `cells[3].wave`; empty for the document itself. */
  path: string;
  /** What, for example `"smal" is not a wave; did you mean "small"?`. */
  message: string;
}

/** `cells[3].wave` from `['cells', 3, 'wave']`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const key = String(part);
    const plain = /^[A-Za-z_$][\w$]*$/.test(key);
    return plain ? (text === '' ? key : `${text}.${key}`) : `${text}[${JSON.stringify(key)}]`;
  }, '');
}

/** `cells[3].wave: "smal" is not a wave` */
export const faultText = ({ path, message }: Fault): string => (path === '' ? message : `${path}: ${message}`);
