/** Limits and what counts on them, as simple as they can be: whole numbers, one thing at a time. */
export type ModelBudget = { limit: bigint; spent: bigint; held: bigint };

export type ModelRequest = {
  /** Which budgets it falls under. */
  budgets: readonly number[];
  /** The most that it can cost. */
  most: bigint;
};

/** What budgets are to do, without a database: reserve, settle, sweep and adjust. */
export function createModel(limits: readonly bigint[]) {
  const budgets: ModelBudget[] = limits.map((limit) => ({ limit, spent: 0n, held: 0n }));
  const of = (request: ModelRequest) => request.budgets.map((index) => budgets[index] as ModelBudget);
  const change = (request: ModelRequest, spent: bigint, held: bigint) => {
    for (const budget of of(request)) {
      budget.spent += spent;
      budget.held += held;
    }
  };
  return {
    budgets,
    /** Sets the most aside, if all budgets have room for it. */
    reserve(request: ModelRequest): boolean {
      const fits = of(request).every(
        ({ limit, spent, held }) => request.most === 0n || spent + held + request.most <= limit,
      );
      if (fits) change(request, 0n, request.most);
      return fits;
    },
    /** What it cost takes the place of what was held. */
    settle: (request: ModelRequest, cost: bigint) => change(request, cost, -request.most),
    /** Nothing was spent, or nothing was heard of it for as long as it counts as held. */
    release: (request: ModelRequest) => change(request, 0n, -request.most),
    /** Later truth. */
    adjust: (request: ModelRequest, by: bigint) => change(request, by, 0n),
  };
}
