import { hash, hashText } from './noise.ts';

/** So many hexadecimal digits that a text stands for. */
export function hexadecimal(text: string, digits: number): string {
  let all = '';
  for (let n = 1; all.length < digits; n++) all += hashText(`${text}/${n}`).toString(16).padStart(8, '0');
  return all.slice(0, digits);
}

/** The UUID that a text stands for. */
export function identifier(text: string): string {
  return asUuid(hexadecimal(text, 32));
}

/** The UUID of the so-manyth thing of a kind: cheaper than one of a text. */
export function numberedIdentifier(kind: number, n: number): string {
  let all = '';
  for (let part = 0; part < 4; part++)
    all += hash(kind + part, n)
      .toString(16)
      .padStart(8, '0');
  return asUuid(all);
}

function asUuid(all: string): string {
  return `${all.slice(0, 8)}-${all.slice(8, 12)}-4${all.slice(13, 16)}-a${all.slice(17, 20)}-${all.slice(20, 32)}`;
}
