/** Everything but health, documentation and metrics stands below it. */
export const API = 'api/v1';
