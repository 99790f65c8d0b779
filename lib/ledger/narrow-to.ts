import type { Choices } from "./dimensions";

/** No member has it, as it is no id. */
const NOBODY = "nobody";

/**
 * Narrows whatever is asked for to what one member used, who may see no more; undefined for those who may see all. Who
 * asks for others finds nothing, rather than something else than was asked for.
 */
export function narrowTo<Asked extends Choices>(memberId: string | undefined, asked: Asked): Asked {
  if (memberId === undefined) return asked;
  const { member } = asked;
  const isOwn = member === undefined || member.exclude !== member.values.includes(memberId);
  return { ...asked, member: { exclude: false, values: [isOwn ? memberId : NOBODY] } };
}
