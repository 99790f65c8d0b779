import type { ErrorCode } from "@/lib/core/errors";
import type { Usd } from "@/lib/core/money";

/** How hard a secret is to guess: characters in all, and different ones. Never the secret. */
export type SecretFacts = { length: number; kinds: number };

/** What is known of the key that pays, and of its account; amounts are null where OpenRouter does not say. */
export type KeyFacts = {
  limit: Usd | null;
  limitRemaining: Usd | null;
  /** Milliseconds until it expires, negative when it has; null when it does not. */
  expiresIn: number | null;
};

/** All that is judged of a deployment: what can be said of its configuration without saying the configuration. */
export type Facts = {
  access: "local" | "team";
  onVercel: boolean;
  /** How the address is spelled that people open; null where none is set. */
  address: "https" | "http" | null;
  /** Whether the request that asks is known to have set out over https. */
  cameOverHttps: boolean;
  listensOn: "this_machine" | "one_interface" | "all_interfaces";
  /** How many proxies are believed, and how many the request that asks names. */
  proxies: { trusted: number; seen: number };
  authSecret: SecretFacts | null;
  hasCronSecret: boolean;
  hasMetricsToken: boolean;
  /** Names of the variables that have one value, a list for each such value. */
  repeated: readonly (readonly string[])[];
  database:
    | { engine: "pglite"; directory: "kept" | "temporary" }
    | { engine: "postgres"; link: "this_machine" | "encrypted" | "plain" };
  upstream: {
    mode: "sandbox" | "live";
    looksLikeKey: boolean;
    isOpenRouter: boolean;
    hasManagementKey: boolean;
    /** Null when OpenRouter did not answer, or not with a key. */
    key: KeyFacts | null;
    balance: Usd | null;
    failure: ErrorCode | null;
  };
  /** Seconds that an answer may take in all: as asked for, and the most that the platform allows. */
  generation: { asked: number | null; most: number | null };
  logsNothing: boolean;
  /** The host that collects traces, and how they get there; null where none does. */
  collector: { host: string; link: "this_machine" | "encrypted" | "plain" } | null;
  /** How messages get to the mail server; null without one. `smtp` alone promises no encryption. */
  mail: { link: "this_machine" | "encrypted" | "plain" } | null;
  /** The provider that people sign in through; null without one. */
  provider: {
    link: "encrypted" | "this_machine" | "plain";
    /** Whether nobody but the owner has a password that opens anything. */
    only: boolean;
    /** The role of everybody whom it knows; null where groups are named. */
    everyone: "admin" | "member" | "viewer" | null;
  } | null;
};
