/** Why there is no backup, or nothing was restored: for people, with what to do. */
export class BackupError extends Error {
  override readonly name = "BackupError";
}
