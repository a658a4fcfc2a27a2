/**
 * Whether a decision is other than the advice, which is what campaigns want to see.
 *
 * Null where either is unknown. A deferred decision stays open: what it will be is not known, so it is unknown here.
 * Advice that was withheld recommended nobody, so it differs from any invitation, as a participant or an observer; not
 * to invite is no invitation, and does not differ from it.
 */
export function differs(recommendation: string | null, decision: string | null): boolean | null {
  if (recommendation === null || decision === null || decision === 'deferred') return null;
  if (recommendation === 'withheld') return decision !== 'not-invited';
  return decision !== recommendation;
}
