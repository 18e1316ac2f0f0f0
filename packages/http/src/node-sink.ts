import type { ServerResponse } from 'node:http';
import type { ResponseSink } from './http-message.js';

/** A response as a sink. Writing to one whose client is gone does nothing. */
export function nodeSink(response: ServerResponse): ResponseSink {
  let over = false;
  return {
    write: (text) => {
      if (!response.destroyed && !response.writableEnded) response.write(text);
    },
    waiting: () => response.writableLength,
    end: () => {
      over = true;
      if (!response.destroyed) response.end();
    },
    drop: () => {
      over = true;
      response.destroy();
    },
    onGone: (act) => {
      const unlessOver = () => {
        if (!over) act();
      };
      if (response.destroyed) unlessOver();
      else response.once('close', unlessOver);
    },
  };
}
