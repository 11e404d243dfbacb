import {
  closeSync,
  copyFileSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { AuditEntry } from '#lib/domain/audit/audit-entry.ts';
import type { PauseNote } from '#lib/domain/control/action.ts';
import { type ControlStore, type StoredAction, StoreError } from './store.ts';

/** What could not be written to the store: an action's state with its entries, or entries alone. */
export interface JournalLine {
  stored: StoredAction | null;
  entries: readonly AuditEntry[];
  pauses: readonly PauseNote[];
}

const BALLAST_BYTES = 512 * 1024;

/**
 * A file beside the store, one synced line after another, for what must be kept while the store is down. It holds some room
 * ready: a full disk is the likeliest reason for a store that can't be written, and would hit the journal too.
 */
export class Journal {
  readonly #folder: string;
  readonly #path: string;
  readonly #ballast: string;
  readonly #write: (file: number, text: string) => void;
  #lines: JournalLine[];
  #bytes: number;
  /** True while the file ends in half a line. */
  #torn: boolean;

  /** Where a copy of the file lies of which some lines could not be read; null when all could. */
  readonly damaged: string | null;

  /**
   * @param write replaces writing to the open file, for tests
   * @throws StoreError when the file is there and can't be read
   */
  constructor(dataDir: string, write: (file: number, text: string) => void = writeAll) {
    this.#folder = join(dataDir, 'journal');
    this.#path = join(this.#folder, 'actions.jsonl');
    this.#ballast = join(this.#folder, 'ballast');
    this.#write = write;
    const text = readIfThere(this.#path);
    const { lines, lost } = parseLines(text);
    this.#lines = lines;
    this.damaged = lost ? this.#keepCopy() : null;
    this.#bytes = Buffer.byteLength(text.slice(0, text.lastIndexOf('\n') + 1));
    this.#torn = text !== '' && !text.endsWith('\n');
    this.#keepRoom();
  }

  get empty(): boolean {
    return this.#lines.length === 0;
  }

  /** Keeps a line: it is on the disk when this returns. @throws the file system's error when it is not */
  append(line: JournalLine): void {
    const text = `${JSON.stringify(line)}\n`;
    try {
      this.#appendText(text);
    } catch {
      rmSync(this.#ballast, { force: true });
      this.#appendText(text);
    }
    this.#lines.push(line);
  }

  /** Writes all lines to the store, once each, and forgets them. @throws StoreError when the store is still down */
  async mergeInto(store: ControlStore): Promise<number> {
    let merged = 0;
    // A line that was written before a crash is left out by the store: it knows its entries' ids.
    for (let line = this.#lines[0]; line; line = this.#lines[0]) {
      if (line.stored) await store.recordProgress(line.stored, line.entries, true);
      else await store.appendAudit(line.entries);
      for (const note of line.pauses) await store.savePause(note);
      this.#lines.shift();
      merged++;
    }
    if (this.#bytes > 0 || this.#torn) {
      rmSync(this.#path, { force: true });
      this.#syncFolder();
      this.#bytes = 0;
      this.#torn = false;
    }
    this.#keepRoom();
    return merged;
  }

  #appendText(text: string): void {
    mkdirSync(this.#folder, { recursive: true });
    const file = openSync(this.#path, 'a');
    try {
      if (this.#torn) ftruncateSync(file, this.#bytes);
      try {
        this.#write(file, text);
      } catch (error) {
        // Half a line would spoil the next one.
        ftruncateSync(file, this.#bytes);
        throw error;
      }
      fsyncSync(file);
      if (this.#bytes === 0) this.#syncFolder();
      this.#bytes += Buffer.byteLength(text);
      this.#torn = false;
    } finally {
      closeSync(file);
    }
  }

  #keepCopy(): string {
    const copy = join(this.#folder, `damaged-${Date.now()}.jsonl`);
    copyFileSync(this.#path, copy);
    return copy;
  }

  #syncFolder(): void {
    const folder = openSync(this.#folder, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  }

  #keepRoom(): void {
    try {
      mkdirSync(this.#folder, { recursive: true });
      if (readIfThere(this.#ballast).length !== BALLAST_BYTES) writeFileSync(this.#ballast, Buffer.alloc(BALLAST_BYTES, '.'));
    } catch {
      // No room now; there may be when the journal is needed.
    }
  }
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    const message = `The journal ${path} can't be read (${error instanceof Error ? error.message : error}). What was stopped while the store was down is in it: make it readable, or move it away.`;
    throw new StoreError('unavailable', message, { cause: error });
  }
}

/** A last line that a crash cut short was never acknowledged: nothing was done because of it. Any other that can't be read is lost. */
function parseLines(text: string): { lines: JournalLine[]; lost: boolean } {
  let lost = false;
  const written = text.split('\n');
  const lines = written.flatMap((line, i) => {
    if (line === '') return [];
    try {
      return [JSON.parse(line) as JournalLine];
    } catch {
      lost ||= i < written.length - 1;
      return [];
    }
  });
  return { lines, lost };
}
