/** What an answer of `application/problem+json` (RFC 9457) says, beside `type`, `title` and `instance`. */
export interface Problem {
  readonly status: number;
  /** Dotted and stable. */
  readonly code: string;
  /** A sentence; never a value of the request, a path, SQL or a driver's text. */
  readonly detail: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
  readonly revision?: number | null;
  /** Seconds. */
  readonly retryAfter?: number;
}

/** A request that is refused before any command or query. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

export function unauthorized(): HttpProblem {
  return new HttpProblem({
    status: 401,
    code: 'access.unauthenticated',
    detail: 'A valid token is needed: Authorization: Bearer …',
  });
}

export function forbidden(): HttpProblem {
  return new HttpProblem({ status: 403, code: 'access.forbidden', detail: 'The token may not do this.' });
}

export function badHeader(name: string, message: string): HttpProblem {
  return new HttpProblem({
    status: 400,
    code: 'headers.invalid',
    detail: 'A header is malformed; nothing was written.',
    errors: [{ field: name, message }],
  });
}

export function tooManyStreams(): HttpProblem {
  return new HttpProblem({
    status: 429,
    code: 'live.too-many',
    detail: 'The token holds as many live streams as one may.',
    retryAfter: 5,
  });
}

export function tooManyExports(): HttpProblem {
  return new HttpProblem({
    status: 503,
    code: 'export.too-many',
    detail: 'As many whole lists are being sent as can be at once.',
    retryAfter: 5,
  });
}
