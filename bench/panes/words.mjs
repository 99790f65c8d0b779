/** What models write: prose, lists, a table, code, and all of it again. */
const DOCUMENT = `## How a connection pool behaves under load

A pool keeps a **bounded** number of connections open and lends them out one by one. When all of them are in use, the
next caller *waits*; when the wait is longer than its patience, it gives up. Little's law tells how many are needed:
the arrival rate times the time that each one is held.

- Short transactions give their connection back early.
- Long ones hold it while they wait for something else.
  - A network call in the middle of one is the usual culprit.
- A pool that is too large only moves the queue into the database.

| Setting | Default | What it bounds |
|---|---:|---|
| \`max\` | 10 | connections that are open at once |
| \`idleTimeout\` | 10 s | how long an idle one is kept |
| \`connectTimeout\` | 0 s | how long a caller waits |

\`\`\`ts
export async function withConnection<Result>(pool: Pool, act: (client: Client) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  try {
    return await act(client);
  } finally {
    client.release();
  }
}
\`\`\`

1. Measure how long each connection is held.
2. Multiply by the rate at which they are asked for.
3. Add what a burst needs, and [read the manual](https://example.com/pool) before adding more.

> A queue in front of the pool is where waiting belongs: it can be seen, bounded and explained.

`;

/** Pieces of about four characters, as tokens are. */
const PIECES = DOCUMENT.match(/\s?[^\s]{1,6}|\s+/g);

/** The first so many tokens of an answer without end. */
export const tokensOf = (count) => Array.from({ length: count }, (_, index) => PIECES[index % PIECES.length]);
