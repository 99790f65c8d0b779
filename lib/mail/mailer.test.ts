import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createMailer, MailError } from "./mailer.server";
import { serveMail } from "./testing.server";

const FROM = "Patchbay <patchbay@example.org>";
let server: Awaited<ReturnType<typeof serveMail>> | undefined;
afterEach(() => server?.close());

function signalled() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

test("a message arrives as it was written", async () => {
  server = await serveMail();
  const text = "Bücher & <b>Zahlen</b>\n.\n..two dots\nhttps://patchbay.example/reset/abc";
  await createMailer({ url: server.url, from: FROM }).send({ to: "ada@example.org", subject: "Grüße", text });
  expect(server.received).toHaveLength(1);
  expect(server.received[0]).toMatchObject({ to: ["ada@example.org"], subject: "Grüße" });
  expect(server.received[0]?.text.trimEnd()).toBe(text);
  expect(server.received[0]?.mail.html).toBe(false);
  expect(server.received[0]?.mail.from?.text).toContain("patchbay@example.org");
});

test("what people write begins no header and adds no recipient", async () => {
  server = await serveMail();
  const mailer = createMailer({ url: server.url, from: FROM });
  await mailer.send({
    to: "ada@example.org",
    subject: "Hello\r\nBcc: eve@example.org\r\n\r\nbody",
    text: "x",
  });
  expect(server.received[0]?.to).toEqual(["ada@example.org"]);
  expect(server.received[0]?.mail.headers.has("bcc")).toBe(false);
  expect(server.received[0]?.subject).toBe("Hello Bcc: eve@example.org body");
  await mailer.send({ to: "bob@example.org, eve@example.org", subject: "x", text: "x" }).catch(() => {});
  expect(server.received.flatMap(({ to }) => to)).not.toContain("eve@example.org");
});

test.each([
  [550, false],
  [451, true],
])("a server that answers %i says so, and whether later may be better", async (code, isPassing) => {
  server = await serveMail({ refuse: () => code });
  const sending = createMailer({ url: server.url, from: FROM }).send({
    to: "ada@example.org",
    subject: "x",
    text: "x",
  });
  await expect(sending).rejects.toMatchObject({ isPassing, message: expect.stringContaining(String(code)) });
  await expect(sending).rejects.toBeInstanceOf(MailError);
});

test.each([
  [454, "The mail server could not take the message now (454)."],
  [535, "The mail server refused user name and password."],
])("a login that is refused with %i may be taken later", async (refuseLogin, message) => {
  server = await serveMail({ asks: true, refuseLogin });
  const url = server.url.replace("smtp://", "smtp://user:secret-word@");
  const sending = createMailer({ url, from: FROM }).send({ to: "ada@example.org", subject: "x", text: "x" });
  await expect(sending).rejects.toMatchObject({ name: "MailError", isPassing: true, message });
});

test("a server that is not there is said to be so, without its address or password", async () => {
  const gone = await serveMail();
  await gone.close();
  const url = gone.url.replace("smtp://", "smtp://user:secret-word@");
  const failed = createMailer({ url, from: FROM }).send({ to: "ada@example.org", subject: "x", text: "x" });
  await expect(failed).rejects.toMatchObject({
    isPassing: true,
    message: "The mail server could not be reached.",
  });
});

test.each([
  ["never greets", ""],
  ["greets and then says nothing more", "220 here\r\n"],
])("a server that %s is not waited for", async (_what, greeting) => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    socket.write(greeting);
  });
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const url = `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const patience = { connecting: 100, answer: 100, whole: 5_000 };
  const sending = createMailer({ url, from: FROM, patience }).send({
    to: "ada@example.org",
    subject: "x",
    text: "x",
  });
  await expect(sending).rejects.toMatchObject({ name: "MailError", isPassing: true });
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => silent.close(resolve));
});

test("a server that says a little again and again has its time, and then the connection is closed", async () => {
  const { promise: closed, resolve: close } = signalled();
  const slow = createServer((socket) => {
    socket.on("error", () => {});
    socket.write("220 here\r\n");
    const talking = setInterval(() => socket.write("250-more\r\n"), 20);
    socket.on("close", () => {
      clearInterval(talking);
      close();
    });
  });
  await new Promise<void>((resolve) => slow.listen(0, "127.0.0.1", resolve));
  const url = `smtp://127.0.0.1:${(slow.address() as AddressInfo).port}`;
  const patience = { connecting: 1_000, answer: 1_000, whole: 300 };
  const sending = createMailer({ url, from: FROM, patience }).send({
    ...{ to: "ada@example.org", subject: "x", text: "x" },
  });
  await expect(sending).rejects.toMatchObject({
    ...{ name: "MailError", isPassing: true, message: "The mail server took too long." },
  });
  await closed;
  await new Promise((resolve) => slow.close(resolve));
});

test("a password is told to no other machine without TLS", async () => {
  server = await serveMail({ asks: true });
  const send = (host: string) =>
    createMailer({
      url: (server?.url ?? "").replace("127.0.0.1", host).replace("smtp://", "smtp://user:secret-word@"),
      from: FROM,
    }).send({ to: "ada@example.org", subject: "x", text: "x" });
  // A name for this machine that does not look like one.
  await expect(send("0.0.0.0")).rejects.toMatchObject({
    message: "No safe connection to the mail server came about.",
  });
  expect(server.passwords).toEqual([]);
  await send("127.0.0.1");
  expect(server.passwords).toEqual(["secret-word"]);
});
