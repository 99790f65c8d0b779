import { dynamicVariants } from "@/lib/catalog/find-model";

/** What a program or a chat asks for: the listed id with the variants that stand in the address; a dated name is left behind. */
export const chatId = (asked: string, listed: string): string =>
  [listed, ...dynamicVariants(asked)].join(":");
