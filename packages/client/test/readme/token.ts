import { ClientError, WhipClient } from '@whipway/client';

export async function publishWithLogin(
  url: string,
  stream: MediaStream,
  logIn: (challenge: string | undefined) => Promise<string>,
) {
  const client = new WhipClient({ url, token: ({ challenge }) => logIn(challenge) });
  try {
    await client.publish(stream);
  } catch (error) {
    if (!ClientError.is(error)) throw error;
    // 401 although the second token was new, too.
    if (error.status === 401) console.log(`Not with this login: ${error.challenge}`);
    else console.log(`${error.code}: ${error.message}`, error.problem);
  }
  return client;
}
