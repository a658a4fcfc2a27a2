import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Principal } from '../access/authenticator.js';
import { unauthorized } from './http-problem.js';

const PRINCIPAL = Symbol('principal');

declare module 'fastify' {
  interface FastifyRequest {
    [PRINCIPAL]: Principal | undefined;
  }
}

/** Makes room in every request for who sent it. */
export function rememberPrincipals(server: FastifyInstance): void {
  server.decorateRequest(PRINCIPAL, undefined);
}

/** Who sent a request: set once it was let in. */
export function setPrincipal(request: FastifyRequest, principal: Principal): void {
  request[PRINCIPAL] = principal;
}

/** @throws HttpProblem where nobody was let in */
export function principalOf(request: FastifyRequest): Principal {
  const principal = request[PRINCIPAL];
  if (!principal) throw unauthorized();
  return principal;
}
