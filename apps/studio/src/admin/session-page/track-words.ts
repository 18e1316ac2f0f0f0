import { bitrateText } from '../../session/formats.js';
import type { SessionStatistics, TrackStatistics } from '../api/wire.js';

const CODEC_NAMES: Readonly<Record<string, string>> = {
  opus: 'Opus',
  vp8: 'VP8',
  vp9: 'VP9',
  h264: 'H.264',
  h265: 'H.265',
  av1: 'AV1',
};

/** A codec as people write it. */
export function codecName(codec: string | undefined): string {
  return codec === undefined ? '–' : (CODEC_NAMES[codec.toLowerCase()] ?? codec);
}

/** The codecs of a session, video first: `H.264 · Opus`. */
export function codecsOf(stats: SessionStatistics | undefined): string {
  const tracks = [...(stats?.tracks ?? [])].sort((one, other) =>
    other.kind.localeCompare(one.kind),
  );
  const names = tracks.flatMap(({ codec }) => (codec ? [codecName(codec)] : []));
  return names.length === 0 ? '–' : [...new Set(names)].join(' · ');
}

/** What a track is called: `Audio`, `Video`, or with its simulcast layer `Video, layer h`. */
export function trackName({ kind, rid }: TrackStatistics): string {
  const name = kind === 'audio' ? 'Audio' : 'Video';
  return rid ? `${name}, layer ${rid}` : name;
}

/** The cells of a track's row, in the order of {@link TRACK_COLUMNS}. */
export function trackCells(track: TrackStatistics): readonly string[] {
  const { codec, bitrate, jitter, packetsLost, nacks, keyframeRequests } = track;
  return [
    codecName(codec),
    bitrateText(bitrate),
    jitter === undefined ? '–' : `${Math.round(jitter)} ms`,
    count(packetsLost),
    count(
      nacks === undefined && keyframeRequests === undefined
        ? undefined
        : (nacks ?? 0) + (keyframeRequests ?? 0),
    ),
  ];
}

export const TRACK_COLUMNS = ['Codec', 'Bitrate', 'Jitter', 'Lost', 'Asked again'] as const;

function count(value: number | undefined): string {
  return value === undefined ? '–' : value.toLocaleString('en');
}
