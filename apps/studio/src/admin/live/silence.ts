type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Passes a stream on, and breaks it when nothing comes for a while: a connection that died without a
 * word.
 * @param longest milliseconds
 * @param signal ends the watch
 */
export function silenceWatch(longest: number, signal: AbortSignal): TransformStream<Bytes, Bytes> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => clearTimeout(timer);
  const restart = (controller: TransformStreamDefaultController<Bytes>) => {
    stop();
    timer = setTimeout(() => controller.error(new Error('Nothing came for too long.')), longest);
  };
  signal.addEventListener('abort', stop);
  return new TransformStream<Bytes, Bytes>({
    start: restart,
    transform: (chunk, controller) => {
      restart(controller);
      controller.enqueue(chunk);
    },
    flush: stop,
  });
}
