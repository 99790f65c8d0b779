/** How many changes of what is shown of each conversation are on their way to the server. */
const counts = new Map<string, number>();

/** Notes a change that the page shows already, until the server has it or has refused it. */
export async function noteChange<Answer>(conversationId: string, change: Promise<Answer>): Promise<Answer> {
  counts.set(conversationId, (counts.get(conversationId) ?? 0) + 1);
  try {
    return await change;
  } finally {
    const left = (counts.get(conversationId) ?? 1) - 1;
    if (left > 0) counts.set(conversationId, left);
    else counts.delete(conversationId);
  }
}

/** Whether what is read of a conversation may be older than what is shown of it. */
export const isChanging = (conversationId: string): boolean => counts.has(conversationId);
