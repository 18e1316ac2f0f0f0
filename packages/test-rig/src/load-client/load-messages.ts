import type { LoadMedia } from './load-media.js';

/** What one child process is to do. Sent once, by the structured clone of Node's "advanced" IPC. */
export interface LoadOrder {
  /** WHIP endpoint URLs, one session each. */
  readonly endpoints: readonly string[];
  readonly token: string;
  /** Local address the sessions send from. */
  readonly address: string;
  readonly media: LoadMedia;
  /** POSTs in flight at once. */
  readonly concurrency: number;
}

/** What a child says: each session's way to media, then that all have ended. */
export type LoadNews =
  | { readonly type: 'ready' }
  | {
      readonly type: 'opened';
      /** From sending the POST to its 201, milliseconds. */
      readonly answeredAfter: number;
      /** From sending the POST to a connected transport, milliseconds. */
      readonly connectedAfter: number;
    }
  | { readonly type: 'failed'; readonly reason: string }
  | { readonly type: 'ended'; readonly refusedDeletes: number };

/** What a child is told after its order. */
export interface LoadCommand {
  readonly type: 'order' | 'stop';
  readonly order?: LoadOrder;
}
