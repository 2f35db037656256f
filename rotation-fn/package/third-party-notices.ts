import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Metafile } from "esbuild";
import { bundledPackages } from "./bundled-packages";
import { readManifest } from "./package-manifest";

interface Notice {
  readonly title: string;
  readonly text: string;
}

/**
 * The notices that the bundle must carry: each package that is really in it, its version, licence and licence text; equal texts
 * are printed once. Throws `licence_not_allowed` for a package without one of the allowed licences.
 */
export async function thirdPartyNotices(root: string, metafile: Metafile): Promise<string> {
  const titlesByText = new Map<string, string[]>();
  for (const { folder } of bundledPackages(metafile)) {
    const { title, text } = await noticeOf(path.join(root, folder));
    titlesByText.set(text, [...(titlesByText.get(text) ?? []), title]);
  }
  const sections = [...titlesByText].map(([text, titles]) => `${titles.join("\n")}\n\n${text}\n`);
  return `index.js contains code of these packages.\n\n${sections.join(`\n${"-".repeat(80)}\n\n`)}`;
}

async function noticeOf(folder: string): Promise<Notice> {
  const { name, version, license } = await readManifest(folder);
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice)(\.(md|txt))?$/i.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), "utf8")));
  const text = texts.map((each) => each.replaceAll("\r\n", "\n").trim()).join("\n\n");
  return {
    title: `${name} ${version} (${license})`,
    text: text || `(the package carries no text beside "${license}")`,
  };
}
