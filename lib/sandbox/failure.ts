import { json } from "./reply";

/** The account behind the sandbox; OpenRouter repeats it on many authenticated errors. */
export const USER_ID = "user_2sBx0Qm7RkT4vYw9ZaC3eF6hJ8n";

/** A refusal in OpenRouter's main envelope. */
export type Failure = {
  status: number;
  message: string;
  metadata?: Record<string, unknown>;
  availability?: Record<string, unknown>;
  headers?: Record<string, string>;
  /** The account is named only where the caller was known. */
  named?: boolean;
};

export const failure = (
  status: number,
  message: string,
  more: Omit<Failure, "status" | "message"> = {},
): Failure => ({
  status,
  message,
  ...more,
});

export const isFailure = (value: unknown): value is Failure =>
  typeof value === "object" && value !== null && "status" in value && "message" in value;

/** The body: `error.code` repeats the HTTP status. */
export const failureBody = ({ status, message, metadata, availability, named }: Failure) => ({
  error: { message, code: status, ...(metadata && { metadata }), ...(availability && { availability }) },
  ...(named && { user_id: USER_ID }),
});

export const refuse = (refusal: Failure, more: Record<string, string> = {}): Response =>
  json(failureBody(refusal), refusal.status, { ...refusal.headers, ...more });

export const NOT_FOUND = failure(404, "Not Found");

/** The other envelope: some routes answer a bad parameter with a ZodError printed into a string. */
export function zodFailure(path: string, message: string): Response {
  const issues = [{ code: "custom", path: [path], message }];
  return json({ success: false, error: { name: "ZodError", message: JSON.stringify(issues, null, 2) } }, 400);
}
