import { ClientError, type ClientErrorCode } from './client-error.js';

/** Waits for what the platform does. @throws ClientError `code` in place of the platform's error. */
export async function failingAs(
  code: ClientErrorCode,
  work: Promise<unknown> | undefined,
): Promise<void> {
  try {
    await work;
  } catch (cause) {
    throw ClientError.from(cause, code);
  }
}
