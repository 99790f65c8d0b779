import { Balancer } from "./balancer";
import { createDatabase, NO_POSTGRES, POSTGRES } from "./postgres";
import { freePort } from "./program";

/** How many instances every Patchbay of this run has: `npm run e2e -- --instances` makes them two. */
export const INSTANCES = process.env.PATCHBAY_E2E_PROFILE === "instances" ? 2 : 1;

/** What several instances of a Patchbay share: a Postgres, and a balancer before them. */
export class Several {
  private constructor(
    readonly env: Record<string, string>,
    readonly ports: readonly number[],
    readonly balancer: Balancer,
    private readonly drop: () => Promise<void>,
  ) {}

  /** They are met at `port`. With a database of their own, unless there is one to share. */
  static async create(port: number, instances: number, databaseUrl: string | undefined): Promise<Several> {
    if (POSTGRES === "") throw new Error(NO_POSTGRES);
    const { url, drop } = databaseUrl ? { url: databaseUrl, drop: async () => {} } : await createDatabase();
    const ports = await Promise.all(Array.from({ length: instances }, freePort));
    const balancer = await Balancer.start(port, ports);
    const env = { DATABASE_URL: url, PATCHBAY_URL: `http://localhost:${port}`, TRUST_PROXY: "1" };
    return new Several(env, ports, balancer, drop);
  }

  async dispose(): Promise<void> {
    await this.balancer.end();
    await this.drop();
  }
}
