/** Characters of one message; a million of them is more than any model reads. */
export const MESSAGE_LIMIT = 1_000_000;
/** Panes of one conversation. */
export const MOST_PANES = 8;
/** Files with one message. */
export const MOST_ATTACHMENTS = 10;
/** Bytes of the files of one message together; a file alone must also fit a request. */
export const ATTACHMENTS_LIMIT = 8 * 1_048_576;
/** Bytes of a file that is sent as text. */
export const TEXT_FILE_LIMIT = 1_000_000;
/** Bytes of all files that one question takes along, those of earlier questions included: text makes them a third larger. */
export const REQUEST_FILES_LIMIT = 14_000_000;
