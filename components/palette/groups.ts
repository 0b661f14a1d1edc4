// How the actions are headed that are the same on every page.

export const everywhere = 'Everywhere';
export const goTo = 'Go to';
