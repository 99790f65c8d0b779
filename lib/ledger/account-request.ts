import { z } from "zod";

/** `account=…`: by the id that `GET /api/accounts` tells; absent, the account in use. */
export const accountShape = { account: z.string().max(64).optional() };
