import "server-only";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { Database } from "@/lib/db/client.server";
import { openTestDatabase, type TEST_ENGINES } from "@/lib/db/testing.server";
import { deliverAlerts } from "./deliver.server";
import type { Message } from "./message";
import type { Sender, Sent } from "./sender.server";
import { clearAlerts, deliveriesIn } from "./testing.server";

export const WELL: Sent = { ok: true, said: "The receiver answered 200.", isPassing: false, sentTo: [] };
export const BADLY: Sent = { ok: false, said: "The receiver answered 503.", isPassing: true, sentTo: [] };
export const REACH = { problemOf: () => null };

/** A database of the engine from which messages are delivered, by the test's own clock; emptied after each test. */
export function deliveryOn(engine: (typeof TEST_ENGINES)[number], now: () => Date) {
  let opened: Database;
  beforeAll(async () => {
    opened = await openTestDatabase(engine);
  });
  afterAll(() => opened.close());
  afterEach(() => clearAlerts(opened.db));
  const database = {
    get db() {
      return opened.db;
    },
  };

  /** A sender that keeps what it is to send and answers as it is told. */
  function setUp(answer: () => Sent | Promise<Sent> = () => WELL) {
    const messages: Message[] = [];
    const sender: Pick<Sender, "send"> = {
      async send(_target, message) {
        messages.push(message);
        return answer();
      },
    };
    const deliver = () => deliverAlerts({ db: database.db, sender, url: "https://p.example", now }, 60_000);
    return { messages, sender, deliver };
  }

  const only = async () => (await deliveriesIn(database.db))[0];

  return { database, setUp, only };
}
