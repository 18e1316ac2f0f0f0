import type { ServerResponse } from 'node:http';
import type { ResponseSink } from './http-message.js';

/** A response as a sink. Writing to one whose client is gone does nothing. */
export function nodeSink(response: ServerResponse): ResponseSink {
  return {
    write: (text) => {
      if (!response.destroyed && !response.writableEnded) response.write(text);
    },
    waiting: () => response.writableLength,
    end: () => {
      if (!response.destroyed) response.end();
    },
    drop: () => void response.destroy(),
  };
}
