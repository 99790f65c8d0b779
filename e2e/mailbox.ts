import type { AddressInfo } from "node:net";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { mintSecret, noteMade } from "./canaries/canaries";

export type Letter = { to: string[]; subject: string; text: string };

/** A mail server on loopback that keeps what it is sent, and refuses whom it is told to. */
export class Mailbox {
  readonly letters: Letter[] = [];
  readonly refused = new Set<string>();
  private readonly password = mintSecret();
  private readonly server: SMTPServer;

  private constructor() {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      allowInsecureAuth: true,
      onAuth: ({ password }, _session, done) =>
        done(password === this.password ? null : new Error("Not you"), { user: "patchbay" }),
      onRcptTo: ({ address }, _session, done) =>
        done(this.refused.has(address) ? Object.assign(new Error("Not here"), { responseCode: 550 }) : null),
      onData: (stream, session, done) => {
        simpleParser(stream).then(({ subject = "", text = "" }) => {
          const secret = /#([\w-]{43})/.exec(text)?.[1];
          if (secret !== undefined) noteMade("a link's secret", secret);
          this.letters.push({ to: session.envelope.rcptTo.map(({ address }) => address), subject, text });
          done();
        }, done);
      },
    });
  }

  static async open(): Promise<Mailbox> {
    const mailbox = new Mailbox();
    await new Promise<void>((done) => mailbox.server.listen(0, "127.0.0.1", done));
    return mailbox;
  }

  /** What a Patchbay is told to send through it. */
  get env(): Record<string, string> {
    const { port } = this.server.server.address() as AddressInfo;
    return {
      SMTP_URL: `smtp://patchbay:${this.password}@127.0.0.1:${port}`,
      SMTP_FROM: "patchbay@example.org",
    };
  }

  /** The link in the last letter to somebody; empty while there is none. */
  linkTo(address: string): string {
    const letter = this.letters.findLast(({ to }) => to.includes(address));
    return /http\S+#\S+/.exec(letter?.text ?? "")?.[0] ?? "";
  }

  close(): Promise<void> {
    return new Promise((done) => this.server.close(done));
  }
}
