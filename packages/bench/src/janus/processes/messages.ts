/** What a child is asked to do; it answers every request once. */
export interface ChildRequest {
  readonly number: number;
  readonly name: string;
  readonly argument: unknown;
}

export type ChildReply =
  | { readonly number: number; readonly value: unknown }
  | { readonly number: number; readonly error: string };
