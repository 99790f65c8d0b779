import { type QueryClient, queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import { daysOf, type SpanState } from "@/components/filters/span-params";
import { fetchJson, fetchOk, type Options } from "@/lib/core/fetch-json";
import { AuditPage } from "@/lib/team/audit-api";
import {
  Account,
  CreatedInvitation,
  InvitationPreview,
  ResetLink,
  ResetPreview,
  Team,
} from "@/lib/team/team-api";
import type {
  InvitationAcceptance,
  InvitationRequest,
  MemberChange,
  PasswordChange,
  ResetCompletion,
  SetupRequest,
  SignInRequest,
} from "@/lib/team/team-request";

const send = async (path: string, options: Options): Promise<void> =>
  void (await fetchJson(path, z.unknown(), options));

export const signIn = (body: SignInRequest) => send("/api/session", { method: "POST", body });
export const askForReset = (email: string) =>
  send("/api/password-reset", { method: "POST", body: { email } });
export const lookUpReset = (token: string) =>
  fetchJson("/api/password-reset/lookup", ResetPreview, { method: "POST", body: { token } });
export const completeReset = (body: ResetCompletion) =>
  send("/api/password-reset/complete", { method: "POST", body });
/** Resolves to null, which queries can keep. */
export const lookUpSetup = async (token: string): Promise<null> => {
  await send("/api/setup/lookup", { method: "POST", body: { token } });
  return null;
};
export const setUp = (body: SetupRequest) => send("/api/setup", { method: "POST", body });
export const acceptInvitation = (body: InvitationAcceptance) =>
  send("/api/invitations/accept", { method: "POST", body });
export const lookUpInvitation = (token: string) =>
  fetchJson("/api/invitations/lookup", InvitationPreview, { method: "POST", body: { token } });

export const accountQuery = queryOptions({
  queryKey: ["account"],
  queryFn: ({ signal }) => fetchJson("/api/account", Account, { signal }),
});
export async function changeName(client: QueryClient, name: string): Promise<void> {
  const account = await fetchJson("/api/account", Account, { method: "PATCH", body: { name } });
  client.setQueryData(accountQuery.queryKey, account);
}
export const changePassword = (body: PasswordChange) =>
  send("/api/account/password", { method: "PUT", body });
export const endSession = (id: string) => send(`/api/account/sessions/${id}`, { method: "DELETE" });
export const endOtherSessions = () => send("/api/account/sessions", { method: "DELETE" });

export const teamQuery = queryOptions({
  queryKey: ["team"],
  queryFn: ({ signal }) => fetchJson("/api/team/members", Team, { signal }),
  refetchInterval: 30_000,
});
const renewTeam = (client: QueryClient) => client.invalidateQueries({ queryKey: ["team"] });

export async function invite(client: QueryClient, body: InvitationRequest): Promise<CreatedInvitation> {
  const created = await fetchJson("/api/invitations", CreatedInvitation, { method: "POST", body });
  await renewTeam(client);
  return created;
}
export async function sendAgain(client: QueryClient, id: string): Promise<CreatedInvitation> {
  const created = await fetchJson(`/api/invitations/${id}/send`, CreatedInvitation, { method: "POST" });
  await renewTeam(client);
  return created;
}
export const makeResetLink = (id: string) =>
  fetchJson(`/api/team/members/${id}/reset-link`, ResetLink, { method: "POST" });
export async function revokeInvitation(client: QueryClient, id: string): Promise<void> {
  await send(`/api/invitations/${id}`, { method: "DELETE" });
  await renewTeam(client);
}
export async function changeMember(client: QueryClient, id: string, body: MemberChange): Promise<void> {
  await send(`/api/team/members/${id}`, { method: "PATCH", body });
  await renewTeam(client);
}
export async function removeMember(client: QueryClient, id: string): Promise<void> {
  await send(`/api/team/members/${id}`, { method: "DELETE" });
  await renewTeam(client);
}
export async function readmitMember(client: QueryClient, id: string): Promise<void> {
  await send(`/api/team/members/${id}/readmit`, { method: "POST" });
  await renewTeam(client);
}
export async function handOver(client: QueryClient, id: string): Promise<void> {
  await send(`/api/team/members/${id}/transfer`, { method: "POST" });
  await renewTeam(client);
}

/** What of the log is asked for, and by whose clock days begin. */
export type AuditFilter = SpanState & { about: string | null; by: string | null; timeZone: string };

const auditQuery = (rest: Record<string, string | null>, filter: AuditFilter): string => {
  const { about, by, span, timeZone } = filter;
  const all = Object.entries({ about, actor: by, timeZone, ...(daysOf(filter) ?? { span }), ...rest });
  return String(new URLSearchParams(all.flatMap(([name, value]) => (value === null ? [] : [[name, value]]))));
};

export const readAudit = (filter: AuditFilter, before: string | null, signal: AbortSignal) =>
  fetchJson(`/api/team/audit?${auditQuery({ before }, filter)}`, AuditPage, { signal });

/** All that the filter finds as a file. @throws RequestError */
export async function takeAudit(filter: AuditFilter, format: "csv" | "json"): Promise<Blob> {
  const response = await fetchOk(`/api/team/audit/export?${auditQuery({ format }, filter)}`, {});
  return response.blob();
}
