import { useRoute } from './address/use-route.js';
import { Frame } from './frame/frame.js';
import { PublishPage } from './publish/publish-page.js';
import { StartPage } from './start/start-page.js';
import { WatchPage } from './watch/watch-page.js';

const PAGES = { start: StartPage, publish: PublishPage, watch: WatchPage } as const;

/** The page the address names. Another endpoint or token is another page: nothing is carried over. */
export function App() {
  const route = useRoute();
  const Page = PAGES[route.page];
  return (
    <Frame route={route}>
      <Page key={`${route.page} ${route.id} ${route.token}`} route={route} />
    </Frame>
  );
}
