export interface RecipeInput {
  /** The endpoint's WHIP URL. */
  readonly url: string;
  readonly token: string;
}

/** One value of a settings dialog. */
export interface RecipeField {
  readonly label: string;
  readonly value: string;
}

/** How to publish with one program: values to enter, or a command to paste. */
export interface Recipe {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly fields?: readonly RecipeField[];
  readonly command?: string;
}

/** A word for a POSIX shell. */
export function shellQuote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Paste-ready settings for the programs people publish with. */
export function encoderRecipes(input: RecipeInput): readonly Recipe[] {
  return [obs(input), ffmpeg(input), gstreamer(input)];
}

function obs({ url, token }: RecipeInput): Recipe {
  return {
    id: 'obs',
    name: 'OBS',
    hint: 'In OBS Studio: Settings → Stream. Version 30 or later. In Output, a keyframe interval of 1 s and no B-frames give the quickest start.',
    fields: [
      { label: 'Service', value: 'WHIP' },
      { label: 'Server', value: url },
      ...(token ? [{ label: 'Bearer Token', value: token }] : []),
    ],
  };
}

function ffmpeg({ url, token }: RecipeInput): Recipe {
  return {
    id: 'ffmpeg',
    name: 'FFmpeg',
    hint: 'Version 8 or later, built with WHIP. Put your own inputs in place of the two test sources.',
    command: lines([
      'ffmpeg -re -f lavfi -i testsrc2=size=1280x720:rate=30',
      '-f lavfi -i sine=frequency=440',
      '-c:v libx264 -profile:v baseline -preset veryfast -tune zerolatency',
      '-pix_fmt yuv420p -g 30 -bf 0',
      '-c:a libopus -ar 48000 -ac 2',
      `-f whip${token ? ` -authorization ${shellQuote(token)}` : ''} ${shellQuote(url)}`,
    ]),
  };
}

function gstreamer({ url, token }: RecipeInput): Recipe {
  return {
    id: 'gstreamer',
    name: 'GStreamer',
    hint: 'Version 1.22 or later, with the Rust plugins (rswebrtc).',
    command: lines([
      'gst-launch-1.0 whipclientsink name=out',
      `signaller::whip-endpoint=${shellQuote(url)}`,
      ...(token ? [`signaller::auth-token=${shellQuote(token)}`] : []),
      'videotestsrc is-live=true pattern=ball ! video/x-raw,width=1280,height=720 ! videoconvert ! out.',
      'audiotestsrc is-live=true wave=ticks ! audioconvert ! out.',
    ]),
  };
}

function lines(parts: readonly string[]): string {
  return parts.join(' \\\n  ');
}
