// npm start: installs, builds when needed, and serves. Node's version comes first: the rest may not even parse.
import { requireNode } from "./node-version.mjs";

requireNode();
import("./launch.mjs").then((launcher) => launcher.launch(process.argv.slice(2)));
