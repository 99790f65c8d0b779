/** How many messages of a branch are read before the others: more than a tall screen shows, and what is far is words. */
const LAST = 32;

/** Where the end of a conversation is read, which is what it is opened by. */
export const conversationEndPath = (id: string): string => `/api/conversations/${id}?last=${LAST}`;
