/** How many messages of a branch are read before the others. */
const LAST = 64;

/** Where the end of a conversation is read, which is what it is opened by. */
export const conversationEndPath = (id: string): string => `/api/conversations/${id}?last=${LAST}`;
