/** How many messages of a branch are read before the others. */
const LAST = 64;

/** Where the end of a conversation is read, which is what it is opened by. */
export const conversationEndPath = (id: string): string => `/api/conversations/${id}?last=${LAST}`;

/** Where what comes before a message of it is read, so many at a time that neither side is busy with them for long. */
export const messagesBeforePath = (id: string, messageId: string): string =>
  `/api/conversations/${id}/messages?before=${messageId}`;
