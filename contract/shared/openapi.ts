/** A part of an OpenAPI 3.1 document, as plain data. */
export type Json = Record<string, unknown>;

export const text = { type: 'string' };
export const integer = { type: 'integer' };
export const object = (properties: Json, required = Object.keys(properties)): Json => ({
  type: 'object',
  properties,
  required,
});

export interface NamedSchema {
  readonly name: string;
  readonly schema: Json;
}

const schemaRef = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** Content of a body: its schema by name, and its first example. `bodies`: the contract's schemas by name. */
export function content(name: string, bodies: Readonly<Record<string, Json>>): Json {
  const [example] = (bodies[name]?.examples ?? []) as unknown[];
  return { 'application/json': { schema: schemaRef(name), ...(example !== undefined && { example }) } };
}

/** Examples of a fault under its id, numbered where it has several. */
export const examplesOf = (id: string, examples: readonly unknown[]): Json =>
  Object.fromEntries(examples.map((value, index) => [examples.length === 1 ? id : `${id}.${index + 1}`, { value }]));

/** One response for all faults of a status. `schemas`: those that their bodies follow. */
export function faultResponse(ids: readonly string[], schemas: readonly NamedSchema[], examples: Json): Json {
  const refs = [...new Set(schemas.map(({ name }) => name))].map(schemaRef);
  return {
    description: `Faults: ${ids.join(', ')}.`,
    content: { 'application/json': { schema: refs.length === 1 ? refs[0] : { anyOf: refs }, examples } },
  };
}

interface Query {
  readonly name: string;
  readonly required?: true;
  readonly values?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly help: string;
}

/** A parameter of the query. `type`: the schema of its type. */
export const queryParameter = ({ name, required, values, minimum, maximum, help }: Query, type: Json): Json => ({
  name,
  in: 'query',
  description: help,
  required: required ?? false,
  schema: {
    ...type,
    ...(values && { enum: values }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
  },
});

/** A parameter of the path, with an example. */
export const pathParameter = (
  name: string,
  { type, title, example }: { readonly type: string; readonly title: string; readonly example: string | number },
): Json => ({ name, in: 'path', required: true, description: title, schema: { type }, example });

interface Described {
  readonly method: string;
  readonly path: string;
  readonly root?: 'identity';
}

/** The paths of all operations. `identityUrl`: the server of those below the identity root. */
export function pathsOf<Operation extends Described>(
  operations: Readonly<Record<string, Operation>>,
  identityUrl: string,
  objectFor: (id: string, operation: Operation) => Json,
): Json {
  const paths: Record<string, Json> = {};
  for (const [id, operation] of Object.entries(operations)) {
    const { method, path, root } = operation;
    paths[path] ??= root === 'identity' ? { servers: [{ url: identityUrl }] } : {};
    paths[path][method.toLowerCase()] = objectFor(id, operation);
  }
  return paths;
}

/** The document around the paths: every operation wants the token in X-Auth-Token unless it says otherwise. */
export const openApi = (parts: {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly server: Json;
  readonly groups: Readonly<Record<string, string>>;
  readonly paths: Json;
  readonly schemas: Readonly<Record<string, Json>>;
  readonly faults: readonly NamedSchema[];
}): Json => ({
  openapi: '3.1.0',
  info: {
    title: parts.title,
    version: parts.version,
    description: parts.description,
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [parts.server],
  security: [{ token: [] }],
  tags: Object.entries(parts.groups).map(([name, description]) => ({ name, description })),
  paths: parts.paths,
  components: {
    securitySchemes: { token: { type: 'apiKey', in: 'header', name: 'X-Auth-Token' } },
    schemas: { ...parts.schemas, ...Object.fromEntries(parts.faults.map(({ name, schema }) => [name, schema])) },
  },
});
