import { useCallback, useEffect, useState } from 'react';

export interface Device {
  readonly id: string;
  readonly label: string;
}

export interface Devices {
  readonly cameras: readonly Device[];
  readonly microphones: readonly Device[];
  /** Reads the list again: browsers hide names and ids until access was granted once. */
  readonly refresh: () => void;
}

const NONE = { cameras: [], microphones: [] };

/** Cameras and microphones that can be chosen. */
export function useDevices(): Devices {
  const [devices, setDevices] = useState<Omit<Devices, 'refresh'>>(NONE);
  const refresh = useCallback(() => {
    // The property is missing on pages that are neither https nor on this machine.
    const source: MediaDevices | undefined = navigator.mediaDevices;
    source?.enumerateDevices().then(
      (all) => setDevices(sortDevices(all)),
      () => setDevices(NONE),
    );
  }, []);
  useEffect(() => {
    const source: MediaDevices | undefined = navigator.mediaDevices;
    refresh();
    source?.addEventListener('devicechange', refresh);
    return () => source?.removeEventListener('devicechange', refresh);
  }, [refresh]);
  return { ...devices, refresh };
}

function sortDevices(all: readonly MediaDeviceInfo[]): Omit<Devices, 'refresh'> {
  const ofKind = (kind: MediaDeviceKind) =>
    all
      .filter((device) => device.kind === kind && device.deviceId !== '')
      .map(({ deviceId, label }) => ({ id: deviceId, label: label || 'Unnamed device' }));
  return { cameras: ofKind('videoinput'), microphones: ofKind('audioinput') };
}
