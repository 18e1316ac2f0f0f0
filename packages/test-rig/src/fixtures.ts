import { readdirSync, readFileSync } from 'node:fs';

const FIXTURES = new URL('../fixtures/', import.meta.url);

function read(path: string): Buffer {
  return readFileSync(new URL(path, FIXTURES));
}

/** One sample body with the HTTP status it must get (fixtures/vectors/manifest.json). */
export interface Vector {
  /** `OK-…`: accepted; `TOL-…`: accepted when lenient only; `BAD-…`: refused. */
  readonly id: string;
  readonly kind: 'offer' | 'frag';
  readonly file: string;
  readonly bytes: number;
  readonly contentType: string;
  readonly strict: number;
  readonly lenient: number;
  readonly note: string;
  /** Fragments: what to send as If-Match. */
  readonly ifMatch?: 'current' | '*';
  /** Fragments: how many candidates reach the backend. */
  readonly candidatesApplied?: number;
  readonly body: Buffer;
}

/** What the vectors' fragments take for granted: a fresh session opened with `offer`. */
export interface VectorContext {
  readonly ufrag: string;
  readonly pwd: string;
  readonly newUfrag: string;
  readonly newPwd: string;
  readonly offer: string;
  readonly mids: readonly string[];
  readonly bundleTag: string;
}

interface Manifest {
  readonly context: VectorContext;
  readonly vectors: readonly Omit<Vector, 'body'>[];
}

function manifest(): Manifest {
  return JSON.parse(read('vectors/manifest.json').toString('utf8'));
}

export function vectorContext(): VectorContext {
  return manifest().context;
}

/** All sample offers, or all sample fragments. */
export function vectors(kind: Vector['kind']): readonly Vector[] {
  return manifest()
    .vectors.filter((vector) => vector.kind === kind)
    .map((vector) => ({ ...vector, body: read(`vectors/${vector.file}`) }));
}

/** One sample body by its id, as text. */
export function vectorText(id: string): string {
  const entry = manifest().vectors.find((vector) => vector.id === id);
  if (!entry) throw new Error(`no vector ${id}`);
  return read(`vectors/${entry.file}`).toString('utf8');
}

/** One row of the If-Match matrix (fixtures/vectors/precondition-matrix.json). */
export interface PreconditionRow {
  /** A vector's id: the body of the PATCH. */
  readonly body?: string;
  /** `current`, `"stale"`, `W/current`, …: see the vectors' own notes. */
  readonly ifMatch?: string | null;
  /** Requests on one session, in order, instead of `body`: `OK-F6 *`. */
  readonly seq?: readonly string[];
  /** `DELETE` or `DELETE twice`, instead of `body`. */
  readonly method?: string;
  readonly strict: number | readonly number[];
  /** Absent: the same as strict. */
  readonly lenient?: number | readonly number[];
  readonly newEtag?: boolean;
  readonly note?: string;
}

export function preconditionMatrix(): readonly PreconditionRow[] {
  return JSON.parse(read('vectors/precondition-matrix.json').toString('utf8'));
}

/** What a real client sent, recorded on the wire. */
export interface Recording {
  /** `chromium-raw`, `obs-32.2.2`, … */
  readonly client: string;
  readonly offer: string;
  /** Its PATCH bodies, in order; `restart` ones went out with `If-Match: *`. */
  readonly fragments: readonly { readonly text: string; readonly restart: boolean }[];
}

export function recordings(): readonly Recording[] {
  const names = readdirSync(new URL('clients/', FIXTURES)).sort();
  const clients = names.flatMap((name) => name.match(/^(.*)\.offer\.sdp$/)?.[1] ?? []);
  return clients.map((client) => ({
    client,
    offer: read(`clients/${client}.offer.sdp`).toString('utf8'),
    fragments: names
      .filter((name) => name.startsWith(`${client}.patch`))
      .map((name) => ({
        text: read(`clients/${name}`).toString('utf8'),
        restart: name.includes('.restart.'),
      })),
  }));
}

/** An answer that real Janus gave to the recording's offer, as a sample of a foreign answer. */
export function janusAnswer(client: string): string {
  return read(`clients/${client}.janus-answer.sdp`).toString('utf8');
}
