import "server-only";
import { sql } from "drizzle-orm";
import { generation } from "@/lib/db/schema/ledger";
import { member, virtualKey } from "@/lib/db/schema/team";
import type { Limited } from "@/lib/team/limits";

const ofMember = sql`(select ${member.tokensPerMinute} from ${member} where ${member.id} = ${generation.memberId})`;
const ofKey = sql`(select ${virtualKey.tokensPerMinute} from ${virtualKey} where ${virtualKey.id} = ${generation.keyId})`;

/** Columns that tell, of a generation, how many tokens per minute its member and its key may use. */
export const TOKEN_LIMITS = {
  memberId: generation.memberId,
  keyId: generation.keyId,
  // Within another, or columns would lose the names of their tables.
  memberTokens: sql<number | null>`${ofMember}`,
  keyTokens: sql<number | null>`${ofKey}`,
};

/** Of a generation that is updated: no limit counts its tokens. */
export const UNLIMITED = sql`${ofMember} is null and ${ofKey} is null`;

type Row = { memberId: string; keyId: string | null; memberTokens: number | null; keyTokens: number | null };

/** Whose limits the tokens of a generation count towards. */
export const limitedBy = ({
  memberId,
  keyId,
  memberTokens,
  keyTokens,
}: Row): Pick<Limited, "of" | "id" | "tokensPerMinute">[] => [
  { of: "member", id: memberId, tokensPerMinute: memberTokens },
  // What no key asked for has none that could be limited.
  { of: "key", id: keyId ?? "", tokensPerMinute: keyTokens },
];

type Counted = { promptTokens: number | null; completionTokens: number | null };

/** What of a generation counts: what was read and what was written, reasoning and all. */
export const tokensOf = ({ promptTokens, completionTokens }: Counted): number =>
  (promptTokens ?? 0) + (completionTokens ?? 0);
