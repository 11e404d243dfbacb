/** What a document is called in a message, and the variable that says where it is. */
export interface DocumentKind {
  noun: string;
  variable: string;
}

/** A document's text with a mark to ask "changed since?" by, or null when it has not changed. */
export type DocumentRead = { text: string; mark: string } | null;
