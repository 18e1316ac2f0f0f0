/** What a page can send. */
export interface PageSources {
  /** The browser's made-up camera and microphone. */
  camera(): Promise<MediaStream>;
  /** A picture of 400 × 400 with a band that moves. */
  band(): MediaStreamTrack;
  /**
   * Small squares that all change their colours all the time. The picture is as small as browsers
   * make one on a busy machine, and needs hundreds of kbit/s as long as it may have them.
   */
  confetti(): MediaStreamTrack;
}

declare global {
  interface Window {
    readonly pageSources: PageSources;
  }
}

/** Puts them into `window.pageSources`; must name nothing from outside its own body. */
export function installPageSources(): void {
  function drawing(
    width: number,
    height: number,
    draw: (context: CanvasRenderingContext2D, count: number) => void,
  ): MediaStreamTrack {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d');
    const [track] = canvas.captureStream(20).getVideoTracks();
    if (!context || !track) throw new Error('This browser cannot draw.');
    let count = 0;
    setInterval(() => {
      count += 1;
      draw(context, count);
    }, 50);
    return track;
  }

  const value: PageSources = {
    camera: () =>
      navigator.mediaDevices.getUserMedia({
        audio: true,
        video: { width: 960, height: 540, frameRate: 20 },
      }),
    band: () =>
      drawing(400, 400, (context, count) => {
        context.fillStyle = `hsl(${count * 7} 90% 50%)`;
        context.fillRect((count * 9) % 400, 0, 200, 400);
      }),
    confetti: () =>
      drawing(320, 180, (context) => {
        for (let at = 0; at < 40 * 23; at += 1) {
          context.fillStyle = `hsl(${Math.random() * 360} 90% ${20 + Math.random() * 60}%)`;
          context.fillRect((at % 40) * 8, Math.floor(at / 40) * 8, 8, 8);
        }
      }),
  };
  Object.defineProperty(window, 'pageSources', { value });
}
