/** What parts the labels of a host's name, in any script. */
const DOT = /(?<=[\p{L}\p{N}])[.．。｡](?=\p{L}{2})/gu;

/**
 * Keeps a text from being a link anywhere. Names, tags and notes are chosen by whoever may make them; mail programs and chats
 * make a link of all that looks like an address, and what leads elsewhere must not stand in a message of ours. The marks are
 * seen, and so are copied with the rest.
 */
export const defang = (text: string): string => text.replaceAll("://", "[:]//").replaceAll(DOT, "[.]");
