import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { mintSecret, noteMade, search } from "./canaries/canaries";

export type Letter = { to: string[]; subject: string; text: string };

const LINK_SECRET = /(?<=\/(?:invite|reset)#)[\w-]{43}/;

/** A mail server on loopback that keeps what it is sent, looks for secrets in it, and refuses whom it is told to. */
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
        simpleParser(stream).then((mail) => {
          searchLetter(mail);
          const { subject = "", text = "" } = mail;
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

/** A letter may hold the one link that it is written for, once. */
function searchLetter({ subject = "", text = "", html, headerLines, attachments }: ParsedMail): void {
  const [secret] = LINK_SECRET.exec(text) ?? [];
  if (secret !== undefined) noteMade("a link's secret", secret);
  const head = headerLines.map(({ line }) => line).join("\n");
  const files = attachments.map(({ content }) => content);
  for (const content of [subject, head, text.replace(LINK_SECRET, ""), html || "", ...files])
    search(content, { where: `the letter “${subject}”` });
}
