import type { FastifyRequest } from 'fastify';
import type { Principal } from '../access/authenticator.js';
import { unauthorized } from './http-problem.js';

const principals = new WeakMap<FastifyRequest, Principal>();

/** Who sent a request: set once it was let in. */
export function setPrincipal(request: FastifyRequest, principal: Principal): void {
  principals.set(request, principal);
}

/** @throws HttpProblem where nobody was let in */
export function principalOf(request: FastifyRequest): Principal {
  const principal = principals.get(request);
  if (!principal) throw unauthorized();
  return principal;
}
