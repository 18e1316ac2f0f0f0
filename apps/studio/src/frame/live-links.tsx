import { printRoute, type Route } from '../address/route.js';
import { publishing } from '../publish/publishers.js';
import { useStore } from '../session/store.js';
import classes from './frame.module.css';

/** A way back to what this page is publishing, from wherever one is. */
export function LiveLinks({ route }: { readonly route: Route }) {
  const elsewhere = useStore(publishing).filter(
    ({ target }) => route.page !== 'publish' || route.id !== target.title,
  );
  return elsewhere.map(({ target: { title, token } }) => (
    <a
      key={title}
      className={classes.live}
      data-testid="live-link"
      href={printRoute({ page: 'publish', id: title, token })}
      aria-label={`On air: publishing to ${title}`}
    >
      On air
    </a>
  ));
}
