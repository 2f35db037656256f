import { writeFileSync } from "node:fs";
import path from "node:path";
import { CLIENT_API_PAGE, clientApiPage } from "./client-api/page";

/** Part of `npm run docs`: writes docs/client-api.md from the docstrings of `client/`. A test fails when it is out of date. */
writeFileSync(CLIENT_API_PAGE, clientApiPage());
console.log(`written  ${path.relative("", CLIENT_API_PAGE)}`);
