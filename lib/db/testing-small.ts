/**
 * How an embedded database is made that tests copy: each copy would pay for buffers and a log as large as a Patchbay's own,
 * and for the templates that nobody makes another one from.
 */
export const SMALL = {
  postgresqlconf: ["shared_buffers = 16MB", "min_wal_size = 2MB"],
  initDbStartParams: ["--wal-segsize=1"],
};

export const WITHOUT_TEMPLATES = [
  "update pg_database set datistemplate = false",
  "drop database template0",
  "drop database template1",
];
