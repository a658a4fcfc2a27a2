import { Type, type TSchema } from '@sinclair/typebox';

/** Building blocks of the answers' schemas. What is unknown is null. */
export function text(description?: string): TSchema {
  return Type.String(description === undefined ? {} : { description });
}

export function nullable(schema: TSchema): TSchema {
  return Type.Union([schema, Type.Null()]);
}

export function listed(schema: TSchema): TSchema {
  return Type.Array(schema);
}

export function oneOf(values: readonly string[]): TSchema {
  return Type.Unsafe<string>({ type: 'string', enum: [...values] });
}

export const partySchema = Type.Object(
  {
    institution: Type.Optional(Type.String()),
    country: Type.Optional(Type.String()),
    body: Type.Optional(Type.String()),
    organisation: Type.Optional(Type.String()),
    office: Type.Optional(Type.String()),
  },
  { description: 'named by exactly one of institution, country, body, organisation' },
);

export const sourceSchema = Type.Object({
  kind: Type.String(),
  title: Type.Optional(Type.String()),
  url: Type.Optional(Type.String()),
  archivedUrl: Type.Optional(Type.String()),
  locator: Type.Optional(Type.String()),
  accessedOn: Type.Optional(Type.String()),
  sha256: Type.Optional(Type.String()),
});
