import "server-only";
import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

export type Received = { to: string[]; subject: string; text: string; mail: ParsedMail };

/** A real mail server on loopback that keeps what it is sent; `refuse` decides what it answers to a recipient. */
export async function serveMail({
  refuse,
  asks = false,
  refuseLogin = null,
}: {
  refuse?: (to: string) => number | null;
  /** For a password, which it takes whatever it is. */
  asks?: boolean;
  /** What it answers to a password instead. */
  refuseLogin?: number | null;
} = {}) {
  const received: Received[] = [];
  const passwords: string[] = [];
  const server = new SMTPServer({
    authOptional: !asks,
    allowInsecureAuth: true,
    onAuth({ password }, _session, done) {
      passwords.push(password ?? "");
      if (refuseLogin === null) done(null, { user: "user" });
      else done(Object.assign(new Error("Not now"), { responseCode: refuseLogin }));
    },
    disabledCommands: ["STARTTLS"],
    onRcptTo({ address }, _session, done) {
      const code = refuse?.(address) ?? null;
      done(code === null ? null : Object.assign(new Error("Not here"), { responseCode: code }));
    },
    onData(stream, session, done) {
      simpleParser(stream).then((mail) => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ to, subject: mail.subject ?? "", text: mail.text ?? "", mail });
        done();
      }, done);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    passwords,
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}
