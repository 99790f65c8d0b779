import "server-only";
import { createTransport } from "nodemailer";

/** One message, in plain text: it holds names that people chose, and nothing of that is ever markup. */
export type Mail = { to: string; subject: string; text: string };

export type Mailer = {
  /** Hands a message to the mail server. @throws MailError when it does not take it */
  send(mail: Mail): Promise<void>;
};

/** A mail server did not take a message. The words are for people and hold no address and no password. */
export class MailError extends Error {
  override readonly name = "MailError";
  /** Whether the same message may be taken later. */
  readonly isPassing: boolean;

  constructor(message: string, isPassing: boolean, options?: ErrorOptions) {
    super(message, options);
    this.isPassing = isPassing;
  }
}

/**
 * Milliseconds for each of: to connect and be greeted, to be answered, and for all of it, which has to end before others may
 * send the same. Some servers look through a message first.
 */
const PATIENCE = { connecting: 10_000, answer: 20_000, whole: 90_000 };

type Settings = { url: string; from: string; patience?: typeof PATIENCE };

/**
 * Sends through the mail server at an `smtp://` or `smtps://` address, a connection per message: there are few, and
 * a kept one would have to be watched.
 */
export function createMailer({ url, from, patience = PATIENCE }: Settings): Mailer {
  // All in one: a second argument would be about messages, and a connection would wait for minutes.
  const transport = createTransport({
    url,
    // Whoever sits between could hide that the server offers TLS, and would be told the password.
    requireTLS: holdsPassword(url),
    connectionTimeout: patience.connecting,
    greetingTimeout: patience.connecting,
    socketTimeout: patience.answer,
    // What people write never makes us read a file or ask an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text }) {
      // It closes the connection, too.
      const signal = AbortSignal.timeout(patience.whole);
      try {
        await transport.sendMail({
          ...{ from, to: { name: "", address: to }, subject: oneLine(subject), text, signal },
        });
      } catch (error) {
        throw describe(error);
      }
    },
  };
}

/** A password that leaves this machine. */
function holdsPassword(url: string): boolean {
  const { password, hostname } = new URL(url);
  return password !== "" && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}

/** Nothing that somebody typed may begin a header of its own. */
const oneLine = (text: string) => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();

function describe(error: unknown): MailError {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  // What is wrong then is how Patchbay is set up, and not the message.
  if (code === "EAUTH" && !(responseCode !== undefined && responseCode < 500))
    return new MailError("The mail server refused user name and password.", true);
  if (code === "EABORT") return new MailError("The mail server took too long.", true);
  if (code === "ETLS") return new MailError("No safe connection to the mail server came about.", true);
  // A recipient may be refused for now: many servers do so with whom they do not know yet.
  if (responseCode === undefined ? code === "EENVELOPE" : responseCode >= 500)
    return new MailError(`The mail server refused the message${status(responseCode)}.`, false);
  if (responseCode !== undefined)
    return new MailError(`The mail server could not take the message now${status(responseCode)}.`, true);
  return new MailError("The mail server could not be reached.", true, { cause: error });
}

const status = (code?: number) => (code === undefined ? "" : ` (${code})`);
