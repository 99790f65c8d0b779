// npm test: installs what is missing, then checks everything. Node's version comes first: the rest may not even parse.
import { requireNode } from "./node-version.mjs";

requireNode();
import("./check.mjs").then((checker) => checker.check());
