import { z } from 'zod';
import type { JanusHandle } from '../connection/janus-handle.js';
import type { TakenCodecs } from '../publishing/publishing-plan.js';
import type { JanusId } from '../settings/room-settings.js';

const roomList = z.looseObject({
  list: z.array(
    z.looseObject({
      room: z.union([z.number(), z.string()]),
      audiocodec: z.string().catch(''),
      videocodec: z.string().catch(''),
    }),
  ),
});

/** The codecs of a VideoRoom; undefined for one that is not listed. @throws JanusRefusal */
export async function roomCodecs(
  handle: JanusHandle,
  room: JanusId | undefined,
): Promise<TakenCodecs | undefined> {
  const { data } = await handle.message({ request: 'list' });
  const found = roomList.safeParse(data).data?.list.find((entry) => entry.room === room);
  return found && { audio: names(found.audiocodec), video: names(found.videocodec) };
}

function names(list: string): readonly string[] {
  return list.split(',').filter(Boolean);
}
