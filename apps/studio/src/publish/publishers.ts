import { Store } from '../session/store.js';
import { Publisher, type PublisherTarget } from './publisher.js';

const publishers = new Map<string, Publisher>();

/** Those that are publishing now. */
export const publishing = new Store<readonly Publisher[]>([]);

/** The publisher of an endpoint. It goes on while other pages are shown. */
export function publisherFor(target: PublisherTarget): Publisher {
  const key = JSON.stringify([target.url, target.token]);
  const known = publishers.get(key);
  if (known) return known;
  const publisher = new Publisher(target);
  publishers.set(key, publisher);
  publisher.view.subscribe(listPublishing);
  return publisher;
}

function listPublishing(): void {
  const now = [...publishers.values()].filter(({ view }) => view.get().phase === 'publishing');
  const before = publishing.get();
  const same = now.length === before.length && now.every((one, index) => one === before[index]);
  if (!same) publishing.set(now);
}

/** Sessions end with the page, so that their endpoints are free for the next publisher. */
export function stopWithPage(): void {
  window.addEventListener('pagehide', () => {
    for (const publisher of publishers.values()) publisher.stop();
  });
}
