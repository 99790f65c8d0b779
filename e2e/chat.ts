export const QUICK = "inception/mercury-2";
/** One provider each: the first stops billing with the client, the second writes on to the end. */
export const STOPS_BILLING = "cohere/command-a";
export const BILLS_ON = "amazon/nova-premier-v1";
