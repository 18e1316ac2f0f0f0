import { CommandError } from '../cli/command-error.js';
import type { InputSource } from './input-source.js';

/** What the screen grabber of a platform needs to know. */
export interface ScreenPlace {
  readonly platform: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly frameRate: number;
}

/**
 * The screen as an input of FFmpeg.
 *
 * @throws CommandError `media` where there is none, or where it cannot be grabbed
 */
export function screenInput({ platform, environment, frameRate }: ScreenPlace): InputSource {
  const rate = ['-framerate', `${frameRate}`];
  const video = { kinds: ['video'] } as const;
  if (platform === 'darwin') {
    const options = ['-f', 'avfoundation', '-capture_cursor', '1', ...rate];
    return { ...video, options, url: 'Capture screen 0' };
  }
  if (platform === 'win32')
    return { ...video, options: ['-f', 'gdigrab', ...rate], url: 'desktop' };
  const { DISPLAY, WAYLAND_DISPLAY } = environment;
  if (DISPLAY) return { ...video, options: ['-f', 'x11grab', ...rate], url: DISPLAY };
  throw new CommandError('media', WAYLAND_DISPLAY ? NO_WAYLAND : NO_SCREEN);
}

const NO_SCREEN = 'There is no screen: DISPLAY is not set.';
const NO_WAYLAND =
  'FFmpeg cannot grab a Wayland screen. With GStreamer it goes: --video "pipewiresrc ! videoconvert ! vp8enc deadline=1 ! rtpvp8pay".';
