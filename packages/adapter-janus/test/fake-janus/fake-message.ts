/** A request as it came. */
export interface FakeRequest {
  readonly janus: string;
  readonly transaction: string;
  readonly session_id?: number;
  readonly handle_id?: number;
  readonly id?: number;
  readonly plugin?: string;
  readonly opaque_id?: string;
  readonly apisecret?: string;
  readonly token?: string;
  readonly body?: Body;
  readonly jsep?: { readonly type: string; readonly sdp: string; readonly trickle?: boolean };
  readonly candidate?: unknown;
  readonly candidates?: readonly unknown[];
}

/** What goes to a plugin and comes from it; the names that the fake itself reads are spelt out. */
export interface Body {
  readonly request?: string;
  readonly room?: unknown;
  readonly id?: unknown;
  readonly pin?: unknown;
  readonly secret?: unknown;
  readonly admin_key?: unknown;
  readonly is_private?: unknown;
  readonly [name: string]: unknown;
}

/** The core's own refusal: `janus: "error"`. */
export class CoreError extends Error {
  readonly code: number;
  constructor(code: number, reason: string) {
    super(reason);
    this.code = code;
  }
}

/** A plugin's refusal: `janus: "success"` or `"event"` with an error_code inside. */
export class PluginError extends Error {
  readonly code: number;
  constructor(code: number, reason: string) {
    super(reason);
    this.code = code;
  }
}

/** What a plugin answers: at once, or (`later`) behind an ack. */
export interface PluginAnswer {
  readonly data: Body;
  readonly later?: boolean;
  readonly jsep?: { readonly type: 'answer'; readonly sdp: string } | undefined;
}
