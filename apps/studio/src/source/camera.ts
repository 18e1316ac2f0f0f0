import type { MediaSource } from './media-source.js';

/** `deviceId`s; empty or undefined takes the browser's default. */
export interface CameraChoice {
  readonly camera?: string | undefined;
  readonly microphone?: string | undefined;
}

/** @throws DOMException as getUserMedia does; `SecurityError` where the page may not ask at all. */
export async function openCamera(choice: CameraChoice): Promise<MediaSource> {
  // The property is missing on pages that are neither https nor on this machine.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (!devices) throw new DOMException('This page is not secure.', 'SecurityError');
  const stream = await devices.getUserMedia({
    audio: device(choice.microphone) ?? true,
    video: {
      ...device(choice.camera),
      width: { ideal: 1280 },
      height: { ideal: 720 },
      frameRate: { ideal: 30 },
    },
  });
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  return { stream, stop };
}

function device(id: string | undefined): MediaTrackConstraints | undefined {
  return id ? { deviceId: { exact: id } } : undefined;
}
