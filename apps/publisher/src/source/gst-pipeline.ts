import { CommandError } from '../cli/command-error.js';
import {
  codecNamed,
  isCodecName,
  type MediaKind,
  type OfferedCodec,
  offered,
} from '../peer/codecs.js';

/** A pipeline of the command line, and what its packets are. */
export interface GstPipeline {
  readonly kind: MediaKind;
  /** As `gst-launch-1.0` takes it: one argument a word. */
  readonly words: readonly string[];
  readonly codec: OfferedCodec;
}

/**
 * Reads a pipeline in GStreamer's syntax. Its caps say which codec and payload type come out; without
 * them the payloader does.
 *
 * @throws CommandError `usage`
 */
export function readPipeline(kind: MediaKind, text: string): GstPipeline {
  const words = splitWords(text.trim().replace(/\s*!\s*$/, ''));
  const found = fromCaps(text) ?? fromPayloader(words);
  const name = found?.name.toLowerCase() ?? '';
  if (!isCodecName(name) || codecNamed(name)?.kind !== kind)
    throw new CommandError('usage', complaint(kind, found?.name));
  return { kind, words, codec: offered(name, found?.payloadType) };
}

interface Found {
  readonly name: string;
  readonly payloadType: number | undefined;
}

/** `application/x-rtp,media=video,encoding-name=(string)VP8,payload=(int)96`; the last caps count. */
function fromCaps(text: string): Found | undefined {
  const caps = [...text.matchAll(/application\/x-rtp\s*,([^!]*)/g)].at(-1)?.[1] ?? '';
  const name = field(caps, 'encoding-name');
  const payload = field(caps, 'payload');
  return name ? { name, payloadType: payload ? Number(payload) : undefined } : undefined;
}

function field(caps: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|,)\\s*${name}\\s*=\\s*(?:\\([a-z]+\\)\\s*)?"?([\\w-]+)`).exec(
    caps,
  );
  return match?.[1];
}

/** `rtpvp8pay pt=96`. */
function fromPayloader(words: readonly string[]): Found | undefined {
  const at = words.findLastIndex((word) => /^rtp\w+pay$/.test(word));
  if (at === -1) return undefined;
  const element = words[at]?.replace(/pay$/, '') ?? '';
  const end = words.indexOf('!', at);
  const properties = words.slice(at + 1, end === -1 ? undefined : end);
  const type = properties.map((word) => /^pt=(\d+)$/.exec(word)?.[1]).find(Boolean);
  return {
    name: element.replace(/^rtp/, ''),
    payloadType: type ? Number(type) : undefined,
  };
}

function complaint(kind: MediaKind, name: string | undefined): string {
  const option = kind === 'audio' ? '--audio' : '--video';
  if (name === undefined)
    return `The ${option} pipeline has to end in an RTP payloader, or in caps that name the codec: … ! rtpvp8pay ! application/x-rtp,media=video,encoding-name=VP8,payload=96`;
  return `The ${option} pipeline makes ${name}, which is no ${kind} codec of WebRTC.`;
}

/**
 * Cuts at spaces outside quotes, as a shell does; the quotes stay, because `gst-launch-1.0` reads them.
 * It knows double ones only.
 */
export function splitWords(text: string): readonly string[] {
  const words = text.match(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'])+/g) ?? [];
  return words.map((word) => word.replace(/'([^'"]*)'/g, '"$1"'));
}
