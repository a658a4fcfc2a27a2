import type { CampaignReport } from './campaign-text.js';
import type {
  Campaign,
  Consultation,
  DemoApi,
  HistoryEntry,
  Invitation,
  Ministerial,
  Proposal,
  Stance,
} from './demo-api.js';

/** Every campaign with all that is shown of it, once the answers show what stands at the position. */
export async function campaignReports(api: DemoApi, position: string): Promise<CampaignReport[]> {
  const seen = { after: position };
  const campaigns = await api.all<Campaign>('campaigns', seen);
  return Promise.all(campaigns.map((campaign) => reportOn(campaign, api, seen)));
}

async function reportOn(
  campaign: Campaign,
  api: DemoApi,
  seen: Readonly<Record<string, string>>,
): Promise<CampaignReport> {
  const ofCampaign = { ...seen, campaignId: campaign.id };
  const ministerials = await api.all<Ministerial>('ministerials', ofCampaign);
  return {
    campaign,
    proposals: await api.all<Proposal>('proposals', ofCampaign),
    stances: await api.all<Stance>('endorsement-board', ofCampaign),
    consultations: await api.all<Consultation>('consultations', ofCampaign),
    ministerials: await Promise.all(
      ministerials.map(async (ministerial) => ({
        ...ministerial,
        invitations: await api.all<Invitation>(`ministerials/${ministerial.id}/invitations`, seen),
      })),
    ),
    history: await api.all<HistoryEntry>(`campaigns/${campaign.id}/history`, { ...seen, order: 'occurredOn' }),
  };
}
