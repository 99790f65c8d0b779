import { v7 } from "uuid";

/** A new UUIDv7: unique without a round trip, and ordered by time, which keeps indexes compact. */
export const newId = (): string => v7();
