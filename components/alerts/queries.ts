import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import * as z from "zod/mini";
import {
  AlertChannelList,
  AlertDeliveryPage,
  AlertPage,
  AlertRule,
  AlertRuleList,
} from "@/lib/alerts/alerts-api";
import type { AlertState, DeliveryState } from "@/lib/alerts/channels";
import type { RuleKind, RuleSettings } from "@/lib/alerts/rules";
import { RequestError } from "@/lib/core/failure";
import { fetchJson, type Options } from "@/lib/core/fetch-json";
import { renewUnread } from "./unread-queries";

/** Rules are judged and messages are sent all the time. */
const EVERY_MS = 10_000;

export const rulesQuery = queryOptions({
  queryKey: ["alerts", "rules"],
  queryFn: ({ signal }) => fetchJson("/api/alerts/rules", AlertRuleList, { signal }),
  refetchInterval: 30_000,
});

export const channelsQuery = queryOptions({
  queryKey: ["alerts", "channels"],
  queryFn: ({ signal }) => fetchJson("/api/alerts/channels", AlertChannelList, { signal }),
  refetchInterval: 30_000,
});

type Page = { next: string | null };

/** Only while its first page is all that was read: what lies further back does not change any more. */
const atFirst = (query: { state: { data?: InfiniteData<Page> | undefined } }) =>
  (query.state.data?.pages.length ?? 0) > 1 ? false : EVERY_MS;

const textOf = (params: Record<string, string | null>): string =>
  String(
    new URLSearchParams(
      Object.entries(params).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
    ),
  );

/** Alerts of one state, the latest first. */
export const alertsQuery = (state: AlertState) =>
  infiniteQueryOptions({
    queryKey: ["alerts", "list", state],
    queryFn: ({ pageParam, signal }) =>
      fetchJson(`/api/alerts?${textOf({ state, before: pageParam })}`, AlertPage, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }: AlertPage) => next,
    refetchInterval: atFirst,
  });

export type DeliveryFilter = { channel: string | null; state: DeliveryState | null };

/** What was sent, or is to be, the latest first. */
export const deliveriesQuery = (filter: DeliveryFilter) =>
  infiniteQueryOptions({
    queryKey: ["alerts", "deliveries", filter],
    queryFn: ({ pageParam, signal }) =>
      fetchJson(`/api/alerts/deliveries?${textOf({ ...filter, before: pageParam })}`, AlertDeliveryPage, {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }: AlertDeliveryPage) => next,
    refetchInterval: atFirst,
  });

/** All of the pages' answers are asked for anew: a change of one shows in others. */
export const renewAlerts = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({ queryKey: ["alerts"] });

/**
 * Asks for something to be done, and renews what is shown, also when it was not: somebody else may have taken it away.
 * @throws RequestError
 */
export async function actOn<Schema extends z.ZodMiniType>(
  client: QueryClient,
  path: string,
  schema: Schema,
  options: Options,
): Promise<z.output<Schema>> {
  try {
    const answer = await fetchJson(path, schema, options);
    await renewAlerts(client);
    return answer;
  } catch (error) {
    // It may have failed because what is shown is old.
    void renewAlerts(client);
    if (!(error instanceof RequestError) || error.code !== "not_found") throw error;
    throw new RequestError({ code: "not_found", by: "patchbay", message: GONE, remedy: "none" });
  }
}

const GONE = "Somebody else has deleted this in the meantime. It is no longer in the list.";

export async function markSeen(client: QueryClient, until: Date): Promise<void> {
  const body = { until: until.toISOString() };
  await fetchJson("/api/alerts/seen", z.unknown(), { method: "POST", body });
  await renewUnread(client);
}

export type RuleTerms = {
  name: string;
  settings: RuleSettings[RuleKind];
  channels: string[];
  isUrgent: boolean;
  tellsOver: boolean;
};

const ruleAt = (id: string) => `/api/alerts/rules/${encodeURIComponent(id)}`;

export async function createRule(client: QueryClient, kind: RuleKind, terms: RuleTerms): Promise<void> {
  await actOn(client, "/api/alerts/rules", AlertRule, { method: "POST", body: { kind, ...terms } });
}

export const changeRule = (
  client: QueryClient,
  id: string,
  body: Partial<RuleTerms & { isEnabled: boolean }>,
): Promise<AlertRule> => actOn(client, ruleAt(id), AlertRule, { method: "PATCH", body });

export const removeRule = (client: QueryClient, id: string): Promise<unknown> =>
  actOn(client, ruleAt(id), z.unknown(), { method: "DELETE" });

/** Brings back a rule that was deleted, with what it has told. */
export const restoreRule = (client: QueryClient, id: string): Promise<unknown> =>
  actOn(client, `${ruleAt(id)}/restore`, z.unknown(), { method: "POST" });

/** Sends one that failed once more. */
export const retryDelivery = (client: QueryClient, id: string): Promise<unknown> =>
  actOn(client, `/api/alerts/deliveries/${encodeURIComponent(id)}/retry`, z.unknown(), { method: "POST" });
