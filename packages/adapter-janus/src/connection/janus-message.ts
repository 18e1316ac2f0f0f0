import { z } from 'zod';

/** An SDP that comes or goes with a plugin message. */
export interface Jsep {
  readonly type: 'offer' | 'answer';
  readonly sdp: string;
  /** Of an offer: false when no candidates will be trickled after it. Janus takes true if absent. */
  readonly trickle?: boolean;
  /** Of an offer with simulcast: the order of its rids. Janus takes `hml` if absent. */
  readonly rid_order?: 'hml' | 'lmh';
}

/** The candidate of a `trickle` event; `completed` is the last one. */
const trickled = z.looseObject({
  candidate: z.string().optional(),
  completed: z.boolean().optional(),
});

/**
 * Everything we read of what Janus sends; replies are read leniently, and what else they hold is
 * passed over. A plugin's own words are in `plugindata.data`.
 */
const janusMessage = z.looseObject({
  janus: z.string(),
  transaction: z.string().optional(),
  session_id: z.number().optional(),
  /** The handle that an event is about. */
  sender: z.number().optional(),
  data: z.looseObject({ id: z.number() }).optional(),
  plugindata: z.looseObject({ data: z.looseObject({}) }).optional(),
  jsep: z.looseObject({ type: z.string(), sdp: z.string() }).optional(),
  error: z.looseObject({ code: z.number(), reason: z.string().catch('') }).optional(),
  /** Of `hangup`. */
  reason: z.string().optional(),
  /** Of `media` and `slowlink`. */
  mid: z.string().optional(),
  receiving: z.boolean().optional(),
  substream: z.number().optional(),
  seconds: z.number().optional(),
  uplink: z.boolean().optional(),
  lost: z.number().optional(),
  /** Of `trickle`. */
  candidate: trickled.nullish(),
});
export type JanusMessage = z.output<typeof janusMessage>;

/** What a plugin says: `{ videoroom: 'joined', … }`. */
export type PluginData = Readonly<Record<string, unknown>>;

/** Undefined for what is no message of Janus. */
export function readJanusMessage(text: string): JanusMessage | undefined {
  try {
    return janusMessage.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const serverInfo = z.looseObject({
  version_string: z.string().catch('?'),
  /** Seconds; 0: sessions never time out. */
  'session-timeout': z.number().catch(60),
  /** Seconds in which a session can be claimed after its WebSocket broke; 0: it cannot. */
  'reclaim-session-timeout': z.number().catch(0),
});

/** What a Janus says about itself. Times are milliseconds. */
export interface ServerInfo {
  readonly version: string;
  readonly sessionTimeout: number;
  readonly reclaimTimeout: number;
}

export function readServerInfo(message: JanusMessage): ServerInfo {
  const info = serverInfo.parse(message);
  return {
    version: info.version_string,
    sessionTimeout: info['session-timeout'] * 1_000,
    reclaimTimeout: info['reclaim-session-timeout'] * 1_000,
  };
}
