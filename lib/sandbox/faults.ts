/** A misbehaviour and its parameters, as given in `X-Sandbox-Fault: name;param=value`. */
export type Fault = { name: string; params: Record<string, string> };

export type FaultRule = {
  fault: string;
  /** The model it strikes, as asked for or as resolved; every model when absent or `"*"`. */
  model?: string;
  /** The provider it strikes, by slug, tag or name; every one when absent. */
  provider?: string;
  /** The route it strikes, such as `"/generation"`; completions when absent. */
  path?: string;
  /** How many requests it strikes; without it, all of them. */
  times?: number;
  params?: Record<string, string>;
};

export type Target = { ids: string[]; provider: string[]; hop: number; path?: string };

const COMPLETIONS = "/chat/completions";

/** Faults set for all requests, on top of those that a request brings along. */
export function createFaultBoard() {
  let rules: (FaultRule & { left: number; struck: WeakSet<object> })[] = [];
  return {
    set(rule: FaultRule): void {
      rules.push({ ...rule, left: rule.times ?? Infinity, struck: new WeakSet() });
    },
    clear(): void {
      rules = [];
    },
    /** The faults that strike one attempt. However many attempts a request makes, it counts once. */
    strike(request: object, target: Target): Fault[] {
      return rules.flatMap((rule) => {
        if (!aims(rule, target) || (rule.left <= 0 && !rule.struck.has(request))) return [];
        if (!rule.struck.has(request)) rule.left -= 1;
        rule.struck.add(request);
        return [{ name: rule.fault, params: rule.params ?? {} }];
      });
    },
  };
}

export type FaultBoard = ReturnType<typeof createFaultBoard>;

function aims({ model, provider, path }: FaultRule, target: Target): boolean {
  return (
    (path ?? COMPLETIONS) === (target.path ?? COMPLETIONS) &&
    (model === undefined || model === "*" || target.ids.includes(model)) &&
    (provider === undefined || target.provider.includes(provider))
  );
}

/** `status;code=503, slow;ms=20`: several faults are separated by commas. */
export const parseFaults = (header: string | null): Fault[] =>
  (header ?? "").split(",").flatMap((text) => {
    const [name = "", ...params] = text.split(";").map((part) => part.trim());
    if (name === "") return [];
    return [
      {
        name,
        params: Object.fromEntries(
          params.map((param) => [param.split("=")[0] ?? "", param.split("=").slice(1).join("=")]),
        ),
      },
    ];
  });

/** A request's own fault may be aimed at one hop of the chain by `hop=`, `model=` or `provider=`. */
export function aimed({ params }: Fault, target: Target): boolean {
  const { hop, model, provider } = params;
  return (
    (hop === undefined || Number(hop) === target.hop) &&
    aims({ fault: "", ...(model && { model }), ...(provider && { provider }) }, target)
  );
}

/** Aimed at nothing in particular, a request's own fault is meant for the whole request: no fallback. */
export const isUnaimed = ({ params }: Fault): boolean =>
  params.hop === undefined && params.model === undefined && params.provider === undefined;

export const find = (faults: Fault[], ...names: string[]): Fault | undefined =>
  faults.find(({ name }) => names.includes(name));

export const amount = (fault: Fault | undefined, param: string, otherwise: number): number => {
  const value = Number(fault?.params[param] ?? Number.NaN);
  return Number.isFinite(value) ? value : otherwise;
};
