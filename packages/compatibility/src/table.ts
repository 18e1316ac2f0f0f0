import type { Proof } from './proof.js';

/** One line of a table: a proof for each column that it claims something of. */
export interface Row<Column extends string> {
  readonly name: string;
  /** The capability of the core's contract that this is about, if it is about one. */
  readonly capability?: string;
  readonly proofs: Readonly<Record<Column, Proof>>;
}

/** One table of the document. */
export interface Table<Column extends string = string> {
  readonly title: string;
  /** What stands above it. */
  readonly text: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row<Column>[];
}
