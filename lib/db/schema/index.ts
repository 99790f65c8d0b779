// One object with every table, as Drizzle wants it. Rooms import the file of their own noun.
export * from "./alerts";
export * from "./budgets";
export * from "./catalog";
export * from "./conversations";
export * from "./ledger";
export * from "./routes";
export * from "./spend";
export * from "./team";
