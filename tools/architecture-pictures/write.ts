import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadEnvironments } from "../../environments";
import { readEnvironment } from "../../ops/review/model/synthesized";
import { synthesizeTo } from "../synthesize-to";
import { networkPicture } from "./network-picture";
import { rotationPicture } from "./rotation-picture";
import { secretsPicture } from "./secrets-picture";
import { versionsPicture } from "./versions-picture";

const FOLDER = path.join(__dirname, "..", "..", "docs", "pictures");

export interface Picture {
  readonly file: string;
  readonly svg: string;
}

/** The pictures of docs/architecture.md, from the synthesized stacks of `dev` and from the function's steps. */
export function architecturePictures(): readonly Picture[] {
  const { dev } = loadEnvironments();
  if (dev === undefined) throw new Error("there is no environment dev to draw");
  const folder = mkdtempSync(path.join(tmpdir(), "architecture-"));
  try {
    const stacks = readEnvironment(path.dirname(synthesizeTo(folder, [dev])), "dev");
    const pictures = {
      network: networkPicture(stacks),
      secrets: secretsPicture(dev, stacks),
      rotation: rotationPicture(),
      versions: versionsPicture(),
    };
    return Object.entries(pictures).map(([name, svg]) => ({ file: path.join(FOLDER, `${name}.svg`), svg }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
