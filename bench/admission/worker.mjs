// A process that admits requests as a Patchbay does, by the same code, and says how many. Told what to do by messages.
const lib = (path) => import(new URL(`../../lib/${path}.ts`, import.meta.url).href);
const [{ openDatabase }, { migrate }, { admit }, { createAdmissions }, { createBudget }, { BudgetRequest }] =
  await Promise.all(
    [
      "db/client.server",
      "db/migrate.server",
      "budgets/admit.server",
      "budgets/admissions.server",
      "budgets/budgets.server",
      "budgets/request",
    ].map(lib),
  );
const [
  { newId },
  { parseUsd, formatDecimal },
  { ensureLocalOwner },
  { createKey },
  { KeyRequest },
  { LOCAL_OWNER },
] = await Promise.all(
  [
    "core/ids",
    "core/money",
    "team/members.server",
    "team/keys.server",
    "team/keys-request",
    "team/actor",
  ].map(lib),
);

const ACCOUNT = "bench";
const OWNER = newId();
const KEYS = 4;
const opened = new Map();

/** With as many connections as a Patchbay has; let go of soon, since a server has not many and others take turns. */
async function open(url) {
  const database = opened.get(url) ?? openDatabase({ url, idleTimeout: 300 });
  opened.set(url, database);
  return database;
}

const JOBS = {
  /** Makes the tables, four keys of one owner, and a budget per scope where limits are given. */
  async prepare({ url, limits }) {
    const database = await open(url);
    const { db } = database;
    await migrate(database, "lib/db/migrations", url);
    await ensureLocalOwner(db);
    const now = new Date();
    const keyIds = [];
    for (let key = 1; key <= KEYS; key++) {
      const request = KeyRequest.parse({ name: `bench ${key}` });
      keyIds.push((await createKey(db, LOCAL_OWNER.memberId, request, now)).id);
    }
    const scopes = [
      { type: "workspace" },
      { type: "member", id: LOCAL_OWNER.memberId },
      ...keyIds.map((id) => ({ type: "key", id })),
    ];
    for (const scope of limits ? scopes : []) {
      const terms = BudgetRequest.parse({ scope, limit: limits[scope.type], period: "total" });
      await createBudget(db, LOCAL_OWNER, terms, { account: ACCOUNT, now });
    }
    return { keyIds };
  },

  /** Admits so many at a time until the time is over, or so many were tried. What is done in the `lead` does not count. */
  async admit({ url, keyIds, amount, concurrent, lead, milliseconds, tries, joined }) {
    const { db } = await open(url);
    const ceiling = parseUsd(amount);
    const admissions = createAdmissions(db, leaseNow);
    const put = joined
      ? (opening) => admissions.admit({ opening }, new Date())
      : (opening) => admit(db, [{ opening }], { lease: leaseNow(), at: new Date(), refused: "ends all" });
    const [took, failures] = [[], {}];
    let [begun, refused] = [0, 0];
    const since = performance.now();
    const isOver = () => performance.now() - since > lead + milliseconds || begun >= tries;
    async function slot() {
      while (!isOver()) {
        const opening = openingOf(keyIds[begun++ % keyIds.length], ceiling);
        const asked = performance.now();
        try {
          await put(opening);
          if (asked - since >= lead) took.push(performance.now() - asked);
        } catch (error) {
          if (error.code === "budget_exceeded") refused += 1;
          else failures[nameOf(error)] = (failures[nameOf(error)] ?? 0) + 1;
        }
      }
    }
    await Promise.all(Array.from({ length: concurrent }, slot));
    return { took, refused, failures, seconds: (performance.now() - since - lead) / 1_000 };
  },

  /** What each counter has beyond its limit, dollars; and how much is held of the workspace's. */
  async look({ url }) {
    const { db } = await open(url);
    const { rows } = await db.execute(
      `select coalesce(sum(greatest(c.spent + c.held - b."limit", 0)), 0)::text as overshoot,
        coalesce(max(c.held) filter (where b.scope_type = 'workspace'), 0)::text as held
      from budget b join budget_count c on c.budget_id = b.id`,
    );
    const [{ overshoot, held }] = rows;
    return { overshoot: formatDecimal(parseUsd(overshoot)), held: formatDecimal(parseUsd(held)) };
  },
};

/** Not its words: what a database says may hold an address, which is nobody's business. */
const nameOf = (error) => error.code ?? error.cause?.code ?? error.name;

const leaseNow = () => ({ owner: OWNER, until: new Date(Date.now() + 20_000) });

const openingOf = (keyId, ceiling) => ({
  ...{ id: newId(), account: ACCOUNT, source: "gateway", conversationId: null, messageId: null },
  ...{ models: ["acme/demo"], parameters: {}, estimate: null, ceiling, isBinding: true, priceSnapshot: null },
  ...{ memberId: LOCAL_OWNER.memberId, keyId },
});

process.on("message", async (message) => {
  const { job, number, ...about } = message;
  if (!job) return;
  try {
    process.send({ number, found: await JOBS[job](about) });
  } catch (error) {
    process.send({ number, failed: nameOf(error) });
  }
});
// What asks about memory lets a process end that has nothing else to do; this one waits for the next job.
process.channel.ref();
process.once("disconnect", () => process.exit());
process.send({ ready: true });
