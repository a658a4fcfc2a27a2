/** A token that the product under test admits; the rivals do not look at it. */
export const TOKEN = 'a-bootstrap-token-for-the-bench-alone-0123456789';

/** What every request carries, whoever it is sent to. No Idempotency-Key: the server draws one. */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'application/json',
  authorization: `Bearer ${TOKEN}`,
};

/** An entry as campaign leads log them: un-08 of the sample cases, without its next step. About 480 bytes. */
export const ENTRY = JSON.stringify({
  kind: 'letter',
  level: 'global',
  summary: 'NGOs asked the chair of the Convening Group for a permanent group at the UN with rules of procedure.',
  targets: [{ body: 'Convening Group of the Community of Democracies' }],
  occurredOn: '2003-09-23',
  sources: [
    {
      kind: 'document',
      title: 'Letter of NGOs to the chair of the Convening Group',
      url: 'http://servizi.radicalparty.org/documents/index.php?func=detail&par=2839',
    },
  ],
});

/** Route on which an entry is logged: the rivals answer on the same. */
export const ENTRY_ROUTE = '/api/v1/campaigns/:id/log-action';

/** Path on which an entry of a campaign is logged. */
export function entryPath(campaignId: string): string {
  return ENTRY_ROUTE.replace(':id', campaignId);
}
