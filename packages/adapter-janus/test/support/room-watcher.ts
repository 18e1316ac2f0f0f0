import type { Page } from 'playwright-core';
import { JanusClient } from './janus-client.js';

/** The publishers of a VideoRoom, as Janus tells them to anybody. */
export async function publishersOf(
  client: JanusClient,
  room: number | string,
): Promise<readonly { readonly id: number; readonly publisher: boolean }[]> {
  const { participants } = await client.ask('videoroom', { request: 'listparticipants', room });
  return (participants ?? []) as readonly { id: number; publisher: boolean }[];
}

/** Plays a room's only publisher in the page, over Janus' own API: no part of the gateway. */
export async function watchRoom(
  page: Page,
  janusUrl: string,
  room: number | string,
): Promise<JanusClient> {
  const client = await JanusClient.connect(janusUrl);
  const [publisher] = await publishersOf(client, room);
  const handle = await client.attach('videoroom');
  const streams = [{ feed: publisher?.id }];
  const joined = await client.message(handle, {
    request: 'join',
    ptype: 'subscriber',
    room,
    streams,
  });
  if (!joined.jsep) throw new Error(`no offer for a viewer: ${JSON.stringify(joined)}`);
  const sdp = await page.evaluate(answerInPage, joined.jsep.sdp);
  await client.message(handle, { request: 'start', room }, { type: 'answer', sdp });
  return client;
}

/** Runs in the page: must name nothing from this file but types. */
async function answerInPage(sdp: string): Promise<string> {
  const peer = new RTCPeerConnection();
  peer.ontrack = ({ streams }) => {
    const video = document.querySelector('video');
    if (video) video.srcObject = streams[0] ?? null;
  };
  await peer.setRemoteDescription({ type: 'offer', sdp });
  await peer.setLocalDescription();
  await new Promise<void>((resolve) => {
    if (peer.iceGatheringState === 'complete') resolve();
    peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && resolve();
  });
  return peer.localDescription?.sdp ?? '';
}
