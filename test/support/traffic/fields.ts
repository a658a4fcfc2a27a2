import 'reflect-metadata';
import { DECORATORS } from '@nestjs/swagger';

export type BodyClass = new () => object;

/** What a field may hold, as the documentation has it (OpenAPI); an object of its own by its class. */
export interface FieldSchema {
  readonly type?: string | (() => BodyClass);
  readonly isArray?: boolean;
  readonly items?: FieldSchema;
  readonly minItems?: number;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
}

/** A field of a body, and whether it has to be there. */
export interface Field {
  readonly name: string;
  readonly required: boolean;
  readonly schema: FieldSchema;
}

/** The fields that the documentation tells of a body. */
export function fieldsOf({ prototype }: BodyClass): Field[] {
  const names = Reflect.getMetadata(DECORATORS.API_MODEL_PROPERTIES_ARRAY, prototype as object) as string[];
  return names.map((stored) => {
    const name = stored.replace(/^:/, '');
    const documented: unknown = Reflect.getMetadata(DECORATORS.API_MODEL_PROPERTIES, prototype as object, name);
    const { required, ...schema } = documented as FieldSchema & { required: boolean };
    return { name, required, schema };
  });
}
