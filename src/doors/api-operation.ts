import type { z } from 'zod';
import type { Desk, OrderName } from '../desk/desk';
import type { Person } from '../desk/access';
import type { ProblemCode } from '../desk/problem';
import type { Route } from './door';

/** What an operation is called with: everything checked, the person verified. */
export interface Call<Body, Query> {
  readonly desk: Desk;
  readonly person: Person;
  /** The sign-in token as presented, to be exchanged for one in the person's name. */
  readonly token: string;
  /** Path parameter; a missing one is empty. */
  readonly param: (name: string) => string;
  readonly body: Body;
  readonly query: Query;
  readonly ifMatch: string | undefined;
}

export interface Outcome {
  readonly status: number;
  /** Absent: no body (204). */
  readonly value?: unknown;
  /** In its place: something other than JSON. */
  readonly text?: { readonly type: string; readonly body: string };
  readonly headers?: Readonly<Record<string, string>>;
}

/** One operation of the API: the row the routes and the OpenAPI document are made from. */
export interface Operation {
  readonly operationId: string;
  /** The order of the desk behind it: says who may ask. */
  readonly order: OrderName;
  readonly method: Route['method'];
  /** Below `/api/v1`, with `{name}` for parameters. */
  readonly path: string;
  readonly summary: string;
  readonly body?: z.ZodType;
  readonly query?: z.ZodType;
  readonly headers?: readonly 'If-Match'[];
  readonly optionalHeaders?: readonly 'If-Match'[];
  /** Shape of the answers by status, or the media type of a text; null: without a body. */
  readonly answers: Readonly<Record<number, z.ZodType | 'text/csv' | null>>;
  readonly problems?: readonly ProblemCode[];
  readonly run: (call: Call<unknown, unknown>) => Promise<Outcome>;
}

type Asked<Body extends z.ZodType, Query extends z.ZodType> = Omit<
  Operation,
  'order' | 'body' | 'query' | 'run'
> & {
  /** Absent: it has the name of the operation. */
  readonly order?: OrderName;
  readonly body?: Body;
  readonly query?: Query;
  readonly run: (call: Call<z.infer<Body>, z.infer<Query>>) => Promise<Outcome>;
};

/** Where both sides are asked. */
export const OUTSIDE: readonly ProblemCode[] = [
  'vcc-busy',
  'vcc-unreachable',
  'microsoft-unreachable',
];

/** Ties the types of body and query to their shapes; the door has parsed them with these shapes. */
export function operation<Body extends z.ZodType, Query extends z.ZodType>(
  asked: Asked<Body, Query>,
): Operation {
  return {
    order: asked.operationId as OrderName,
    ...asked,
    run: (call) => asked.run(call as Call<z.infer<Body>, z.infer<Query>>),
  };
}

export const ok = (value: unknown): Outcome => ({ status: 200, value });

/** Orders are taken now and carried out by the next turn. */
export const ordered = (value: unknown): Outcome => ({ status: 202, value });
