import { printRoute } from '../address/route.js';
import { publishing } from '../publish/publishers.js';
import { useStore } from '../session/store.js';
import classes from './frame.module.css';

/** A way back to what this page is publishing, from wherever one is. */
export function LiveLinks() {
  const all = useStore(publishing);
  return all.map(({ target: { title, token } }) => (
    <a
      key={title}
      className={classes.live}
      data-testid="live-link"
      href={printRoute({ page: 'publish', id: title, token })}
      title={`Publishing to ${title}`}
    >
      On air
    </a>
  ));
}
