import type { Page } from 'playwright-core';

/** Joins a group as any Galene client does (protocol “2”), asks for everything, and plays it. */
export function watchGaleneGroup(page: Page, url: string, group: string): Promise<void> {
  return page.evaluate(
    ({ socketUrl, name }) =>
      new Promise<void>((resolve, reject) => {
        const socket = new WebSocket(socketUrl);
        const send = (message: object) => socket.send(JSON.stringify(message));
        const peers = new Map<string, RTCPeerConnection>();

        async function take(id: string, sdp: string): Promise<void> {
          const peer = peers.get(id) ?? new RTCPeerConnection();
          peers.set(id, peer);
          peer.onicecandidate = ({ candidate }) =>
            candidate && send({ type: 'ice', id, candidate });
          peer.ontrack = ({ streams }) => {
            const video = document.querySelector('video');
            if (video && streams[0]) video.srcObject = streams[0];
          };
          await peer.setRemoteDescription({ type: 'offer', sdp });
          await peer.setLocalDescription();
          send({ type: 'answer', id, sdp: peer.localDescription?.sdp });
        }

        socket.onopen = () => {
          send({ type: 'handshake', version: ['2'], id: crypto.randomUUID() });
          send({ type: 'join', kind: 'join', group: name, username: 'viewer', password: '' });
        };
        socket.onerror = () => reject(new Error('no WebSocket'));
        socket.onmessage = ({ data }) => {
          const message = JSON.parse(data);
          if (message.type === 'ping') send({ type: 'pong' });
          if (message.type === 'joined' && message.kind === 'fail')
            reject(new Error(message.value));
          if (message.type === 'joined' && message.kind === 'join') {
            send({ type: 'request', request: { '': ['audio', 'video'] } });
            resolve();
          }
          if (message.type === 'offer') void take(message.id, message.sdp);
          if (message.type === 'ice')
            void peers.get(message.id)?.addIceCandidate(message.candidate);
        };
      }),
    { socketUrl: `${url.replace('http', 'ws')}/ws`, name: group },
  );
}
