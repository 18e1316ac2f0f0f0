import { z } from 'zod';
import type { JanusHandle } from '../connection/janus-handle.js';
import type { JanusId } from '../settings/room-settings.js';

const participantList = z.looseObject({
  participants: z.array(
    z.looseObject({
      id: z.union([z.number(), z.string()]),
      /** VideoRoom: its PeerConnection is up. */
      publisher: z.boolean().optional(),
      /** AudioBridge: the same. */
      setup: z.boolean().optional(),
    }),
  ),
});

export type Participant = z.output<typeof participantList>['participants'][number];

/** Who is in a room. @throws JanusRefusal; WhipError */
export async function participants(
  handle: JanusHandle,
  room: JanusId | undefined,
): Promise<readonly Participant[]> {
  const { data } = await handle.message({ request: 'listparticipants', room });
  return participantList.safeParse(data).data?.participants ?? [];
}
