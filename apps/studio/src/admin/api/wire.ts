// What goes over the wire, as the server describes it. Types only: no schema is in the page.
export type {
  Backend,
  Client,
  Endpoint,
  EndpointChange,
  EndpointInput,
  MadeToken,
  Page,
  Server,
  Session,
  SessionDetails,
  SessionStatistics,
  TimelineEntry,
  TrackStatistics,
} from '@whipway/admin/wire';
