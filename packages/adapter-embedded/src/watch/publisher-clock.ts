import type { SenderClock } from '../publish/incoming-stream.js';
import type { PublishedTrack } from '../publish/published-track.js';
import { ntpAfter, toNtp } from '../rtp/ntp-time.js';

/**
 * What a publisher's clock shows now, for each track that flows, in the timestamps viewers get.
 * Taken from its sender reports if every track has one; else from the times of arrival, which keep
 * tracks in step less exactly.
 *
 * @param now milliseconds since the Unix epoch
 */
export function publisherClocks(
  tracks: readonly PublishedTrack[],
  now: number,
): ReadonlyMap<PublishedTrack, SenderClock> {
  const flowing = tracks.filter(({ forwarding }) => forwarding.last !== undefined);
  const reported = flowing.map(reportedClock);
  const clocks = reported.every((clock) => clock !== undefined)
    ? reported
    : flowing.map(arrivalClock);
  const pairs = flowing.map((track, index) => [track, clocks[index]] as const);
  const known = pairs.flatMap(([track, clock]) =>
    clock ? [[track, later(clock, now, track)] as const] : [],
  );
  return new Map(known);
}

function reportedClock(track: PublishedTrack): SenderClock | undefined {
  const { ssrc } = track.forwarding;
  const clock = ssrc === undefined ? undefined : track.streamOf(ssrc)?.clock;
  return clock && track.forwarding.clockOf(clock);
}

function arrivalClock({ forwarding }: PublishedTrack): SenderClock | undefined {
  const { last } = forwarding;
  return last && { ntp: toNtp(last.at), timestamp: last.timestamp, at: last.at };
}

function later(clock: SenderClock, now: number, { agreed }: PublishedTrack): SenderClock {
  const elapsed = now - clock.at;
  const units = Math.round((elapsed * agreed.codec.clockRate) / 1000);
  return {
    ntp: ntpAfter(clock.ntp, elapsed),
    timestamp: (clock.timestamp + units) >>> 0,
    at: now,
  };
}
