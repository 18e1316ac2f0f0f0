import { Badge } from '@mantine/core';
import { memo } from 'react';
import { printAdminRoute } from '../../address/admin-route.js';
import { currentEndpointUrls } from '../../address/endpoint-urls.js';
import { durationText } from '../../session/formats.js';
import type { Endpoint, Session } from '../api/wire.js';
import type { Occupancy } from '../live/occupancy.js';
import { CopyIcon } from '../parts/copy-icon.js';
import { Icon } from '../parts/icon.js';
import { IdleTag, SessionStateTag } from '../parts/state-tag.js';
import { useNow } from '../parts/use-now.js';
import { clientName } from '../parts/words.js';
import classes from './endpoints-table.module.css';

interface EndpointRowProps {
  readonly endpoint: Endpoint;
  readonly occupancy: Occupancy;
}

/** The cells of one endpoint. Rendered anew only when something of it changed. */
export const EndpointRow = memo(function EndpointRow(props: EndpointRowProps) {
  const { endpoint, occupancy } = props;
  const { publisher, viewers } = occupancy;
  return (
    <>
      <td className={classes.name}>
        <a
          href={printAdminRoute({ page: 'endpoint', id: endpoint.id })}
          className={classes.link}
          data-testid="endpoint-link"
        >
          {endpoint.id}
        </a>
        <EndpointMarks endpoint={endpoint} />
      </td>
      <td className={classes.state}>
        {publisher ? <SessionStateTag state={publisher.state} kind="publish" still /> : <IdleTag />}
      </td>
      <td className={`${classes.client} numeric`}>
        {publisher && <Publisher session={publisher} />}
      </td>
      <td className={classes.viewers} data-none={viewers === 0}>
        <Icon name="people" size={16} />
        <span className="numeric">{viewers}</span>
      </td>
      <td className={classes.copy}>
        <CopyIcon
          label={`the WHIP URL of ${endpoint.id}`}
          value={currentEndpointUrls(endpoint.id).whip}
        />
      </td>
    </>
  );
}, sameRow);

/** Which program publishes, and for how long. */
function Publisher({ session }: { readonly session: Session }) {
  const now = useNow();
  const name = clientName(session.client);
  const since = session.connectedAt;
  return since === undefined ? name : `${name} · ${durationText(now - since)}`;
}

/** Occupancies are made anew with every event; most rows stay as they are. */
function sameRow(before: EndpointRowProps, after: EndpointRowProps): boolean {
  return (
    before.endpoint === after.endpoint &&
    before.occupancy.publisher === after.occupancy.publisher &&
    before.occupancy.viewers === after.occupancy.viewers
  );
}

/** What is special about an endpoint. */
export function EndpointMarks({ endpoint }: Pick<EndpointRowProps, 'endpoint'>) {
  return (
    <>
      {endpoint.problem !== undefined && (
        <Badge color="red" variant="light" size="sm" tt="none" fw={600} className={classes.mark}>
          Not usable
        </Badge>
      )}
      {endpoint.readOnly && (
        <Badge color="gray" variant="light" size="sm" tt="none" fw={600} className={classes.mark}>
          Config file
        </Badge>
      )}
      {endpoint.publish === 'public' && (
        <Badge
          color="yellow"
          variant="light"
          c="var(--mantine-color-text)"
          size="sm"
          tt="none"
          fw={600}
          className={classes.mark}
        >
          Open to all
        </Badge>
      )}
    </>
  );
}
