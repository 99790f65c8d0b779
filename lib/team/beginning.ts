/** What the playground has to know before it is shown. */
export type Beginning = {
  /** What new conversations begin with: the person's own, else the workspace's; null when neither was said. */
  firstModel: string | null;
  /** The only models that may be asked, by id or as `author/*`; null for all. */
  allowedModels: readonly string[] | null;
};
