import { activity } from './activity/activity.projection.js';
import { activityRoutes } from './activity/activity.routes.js';
import { apiTokens } from './api-tokens/api-tokens.projection.js';
import { auditLog } from './audit-log/audit-log.projection.js';
import { auditLogRoutes } from './audit-log/audit-log.routes.js';
import { campaignHistory } from './campaign-history/campaign-history.projection.js';
import { campaignHistoryRoutes } from './campaign-history/campaign-history.routes.js';
import { campaignOverview } from './campaign-overview/campaign-overview.projection.js';
import { campaignOverviewRoutes } from './campaign-overview/campaign-overview.routes.js';
import { consultationRegister } from './consultation-register/consultation-register.projection.js';
import { consultationRegisterRoutes } from './consultation-register/consultation-register.routes.js';
import { criteria } from './criteria/criteria.projection.js';
import { criteriaRoutes } from './criteria/criteria.routes.js';
import { endorsementBoard } from './endorsement-board/endorsement-board.projection.js';
import { endorsementBoardRoutes } from './endorsement-board/endorsement-board.routes.js';
import { invitationBoard } from './invitation-board/invitation-board.projection.js';
import { invitationBoardRoutes } from './invitation-board/invitation-board.routes.js';
import { ministerials } from './ministerials/ministerials.projection.js';
import { ministerialsRoutes } from './ministerials/ministerials.routes.js';
import type { AnyProjection } from './projection.js';
import { proposals } from './proposals/proposals.projection.js';
import { proposalsRoutes } from './proposals/proposals.routes.js';
import type { ReadRoute } from './reading/read-route.js';

/** Every read model there is: the projector, rebuilds and digests follow from this list. */
export const projections: readonly AnyProjection[] = [
  campaignOverview,
  campaignHistory,
  proposals,
  endorsementBoard,
  criteria,
  consultationRegister,
  ministerials,
  invitationBoard,
  activity,
  auditLog,
  apiTokens,
];

/** Every route that is answered from one of them. */
export const readRoutes: readonly ReadRoute[] = [
  ...campaignOverviewRoutes,
  ...campaignHistoryRoutes,
  ...proposalsRoutes,
  ...endorsementBoardRoutes,
  ...criteriaRoutes,
  ...consultationRegisterRoutes,
  ...ministerialsRoutes,
  ...invitationBoardRoutes,
  ...activityRoutes,
  ...auditLogRoutes,
];
