import {
  encoderRecipes,
  type Recipe,
  type RecipeInput,
  shellQuote,
} from '../../start/encoder-recipes.js';
import { EXAMPLE_OFFER } from './example-offer.js';

/** Paste-ready settings for every program of the kit, in the order of its tabs. */
export function kitRecipes(input: RecipeInput): readonly Recipe[] {
  return [...encoderRecipes(input), whipPublish(input), curl(input)];
}

function whipPublish({ url, token }: RecipeInput): Recipe {
  return {
    id: 'whip-publish',
    name: 'whip-publish',
    hint: 'Whipway’s own publisher for the command line; it needs Node, and FFmpeg or GStreamer. With --input it sends a file, a device or a URL.',
    command: [
      'npx @whipway/publisher --test-pattern',
      ...(token ? [`--token ${shellQuote(token)}`] : []),
      `--url ${shellQuote(url)}`,
    ].join(' \\\n  '),
  };
}

/** The offer comes with the command, so that nothing has to be at hand but curl. */
function curl({ url, token }: RecipeInput): Recipe {
  const options = [
    'curl --include --request POST',
    ...(token ? [`--header ${shellQuote(`Authorization: Bearer ${token}`)}`] : []),
    "--header 'Content-Type: application/sdp'",
    `--data-binary @- ${shellQuote(url)} <<'OFFER'`,
  ];
  return {
    id: 'curl',
    name: 'curl',
    hint: 'Shows the protocol at work: 201 with the answer and the session’s URL. No media follows, so the session ends by itself.',
    command: `${options.join(' \\\n  ')}\n${EXAMPLE_OFFER.join('\n')}\nOFFER`,
  };
}

/**
 * A link that opens Larix Broadcaster with this connection (its Grove format): `url` is the one value
 * that it needs. A bearer token has no place in the format.
 */
export function larixLink({ url }: RecipeInput, name: string): string {
  const values = [
    ['conn[][url]', url],
    ['conn[][name]', `Whipway ${name}`],
    ['conn[][mode]', 'av'],
    ['conn[][overwrite]', 'on'],
  ] as const;
  return `larix://set/v1?${values
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
    .join('&')}`;
}
