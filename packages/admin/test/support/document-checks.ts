import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Answer } from './admin-scene.js';

type Json = Readonly<Record<string, unknown>>;

interface DescribedReply {
  readonly headers?: Json;
  readonly content?: Readonly<Record<string, { readonly schema: unknown }>>;
}

export interface DescribedOperation {
  readonly operationId: string;
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: { readonly 'application/json': { readonly schema: unknown } };
  };
  readonly responses: Readonly<Record<string, DescribedReply>>;
}

export interface Described {
  readonly method: string;
  readonly path: string;
  readonly operation: DescribedOperation;
}

const METHODS = ['get', 'put', 'post', 'delete'];

/** What a document says, as checks of real answers. */
export function documentChecks(document: Json) {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(closed(document) as Json, 'document');
  const compiled = new Map<unknown, ValidateFunction>();
  const validator = (schema: unknown): ValidateFunction => {
    const known = compiled.get(schema) ?? ajv.compile(rebased(schema) as object);
    compiled.set(schema, known);
    return known;
  };
  const operations = Object.entries(document['paths'] as Json).flatMap(([path, methods]) =>
    Object.entries(methods as Json)
      .filter(([method]) => METHODS.includes(method))
      .map(
        ([method, operation]): Described => ({
          method: method.toUpperCase(),
          path,
          operation: operation as DescribedOperation,
        }),
      ),
  );
  return {
    operations,
    /** What an answer breaks; empty when it is as the document says. */
    faultsOf({ operation }: Described, answer: Answer): readonly unknown[] {
      const reply = operation.responses[answer.status];
      if (!reply) return [`status ${answer.status} is not in the document: ${answer.text}`];
      const [type, content] = Object.entries(reply.content ?? {})[0] ?? [];
      if (answer.header('content-type') !== type)
        return [`type ${answer.header('content-type')} instead of ${type}`];
      const missing = Object.keys(reply.headers ?? {}).filter(
        (name) => answer.header(name.toLowerCase()) === undefined,
      );
      if (missing.length > 0) return [`without ${missing}`];
      if (!content) return answer.text === '' ? [] : [`a body that is not in the document`];
      if (type === 'text/event-stream') return answer.stream ? [] : ['no stream'];
      const validate = validator(content.schema);
      return validate(answer.json) ? [] : [validate.errors, answer.text];
    },
    /** Whether a body is one that the document allows. */
    allowsBody({ operation }: Described, body: unknown): boolean {
      const schema = operation.requestBody?.content['application/json'].schema;
      return schema === undefined || validator(schema)(body);
    },
    validator,
  };
}

/** References lead into the document, which ajv knows by a name. */
function rebased(value: unknown): unknown {
  return mapObjects(value, (object) =>
    '$ref' in object ? { ...object, $ref: `document${object['$ref'] as string}` } : object,
  );
}

/** The document leaves answers open for more; here every field must be one it names. */
function closed(value: unknown): unknown {
  return mapObjects(value, (object) =>
    object['type'] === 'object' && 'properties' in object
      ? { additionalProperties: false, ...object }
      : object,
  );
}

function mapObjects(value: unknown, map: (object: Json) => Json): unknown {
  if (Array.isArray(value)) return value.map((entry) => mapObjects(entry, map));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, entry]) => [key, mapObjects(entry, map)]);
  return map(Object.fromEntries(entries) as Json);
}
