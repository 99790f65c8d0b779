/** Where a link leads. Behind the hash: no server on the way, and no log of one, gets to see the secret. */
export const linkTo = (origin: string, path: "/setup" | "/invite" | "/reset", token: string): string =>
  `${new URL(path, origin).href}#${token}`;
