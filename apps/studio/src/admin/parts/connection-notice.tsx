import { Button, Container, Loader, Text } from '@mantine/core';
import { useStore } from '../../session/store.js';
import classes from './connection-notice.module.css';
import { connectionWords, isBarred } from './connection-words.js';
import { useManagement } from './management.js';

/** Says that the page does not hear from the server any more, and when it does again. */
export function ConnectionNotice() {
  const { feed, live } = useManagement();
  const lost = useStore(feed.state) === 'lost';
  const problem = useStore(feed.problem);
  // While there is nothing else on the page, what the server says stands there.
  const told = isBarred(problem, useStore(live.view).phase);
  return (
    <div role="status" aria-live="polite" data-testid="connection" data-lost={lost}>
      {lost && !told && (
        <div className={classes.notice}>
          <Container size="xl" className={classes.row}>
            <Loader size={16} color="currentColor" />
            <Text size="sm" fw={600} flex={1}>
              {connectionWords(problem)} What you see may be out of date; trying again…
            </Text>
            <Button size="compact-sm" variant="white" color="dark" onClick={feed.retryNow}>
              Try now
            </Button>
          </Container>
        </div>
      )}
    </div>
  );
}
