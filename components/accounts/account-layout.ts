// Where the layout of the accounts table is kept.

/** The cookie's name: the server reads it for the first paint, the browser writes it. */
export const layoutCookieName = 'relink-accounts-table';
