import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';

interface VideoViewProps {
  readonly stream: MediaStream | undefined;
  readonly label: string;
  readonly muted: boolean;
  readonly testId?: string;
  readonly ref?: Ref<HTMLVideoElement | null>;
}

/** Shows a stream. Starts muted if the browser refuses sound. */
export function VideoView({ stream, label, muted, testId, ref }: VideoViewProps) {
  const video = useRef<HTMLVideoElement>(null);
  useImperativeHandle<HTMLVideoElement | null, HTMLVideoElement | null>(ref, () => video.current);
  useEffect(() => {
    const element = video.current;
    if (element && element.srcObject !== (stream ?? null)) element.srcObject = stream ?? null;
  }, [stream]);
  return (
    <video ref={video} data-testid={testId} aria-label={label} autoPlay playsInline muted={muted} />
  );
}
