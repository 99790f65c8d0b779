/** Where a route is edited. Names need no encoding. */
export const routePath = (name: string): string => `/routes/${name}`;
