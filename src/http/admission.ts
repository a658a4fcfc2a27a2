import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Authenticator, Principal } from '../access/authenticator.js';
import { forbidden, unauthorized } from './http-problem.js';
import { rememberPrincipals, setPrincipal } from './principal.js';

/** Routes that need no token. Everything else does, also what does not exist. */
const OPEN = /^\/(healthz|readyz|openapi\.json|docs(\/.*)?)$/;
const READING = new Set(['GET', 'HEAD']);

/** Lets in who has a token that may do what is asked: before a byte of the body is read. */
export function admitOnlyWithToken(server: FastifyInstance, authenticator: Authenticator): void {
  rememberPrincipals(server);
  const admit = (request: FastifyRequest, path: string, principal: Principal | undefined): Error | undefined => {
    if (!principal) return unauthorized();
    if (!mayDo(principal, request, path)) return forbidden();
    setPrincipal(request, principal);
    return undefined;
  };
  server.addHook('onRequest', (request, _, done) => {
    const path = request.url.split('?', 1)[0] ?? '';
    if (OPEN.test(path) && READING.has(request.method)) {
      done();
      return;
    }
    const found = authenticator.authenticate(request.headers.authorization);
    if (!(found instanceof Promise)) {
      done(admit(request, path, found));
      return;
    }
    found.then((principal) => {
      done(admit(request, path, principal));
    }, done);
  });
}

function mayDo({ scope }: Principal, { method }: FastifyRequest, path: string): boolean {
  if (path === '/metrics' && READING.has(method)) return true;
  if (scope === 'metrics') return false;
  return scope === 'write' || READING.has(method);
}
