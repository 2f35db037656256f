import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { unzipSync } from "fflate";
import { main } from "./main";
import type { Measurement } from "./measurement";
import { figure } from "./report/figures";
import { atMost } from "./report/goals";
import { numbers, words } from "./report/table";

const MAX_KB = 260;

/** What is uploaded to Lambda, and what is in it. */
export const packageSize: Measurement = {
  name: "package-size",
  about: "the zip that is deployed, and the files in it",
  async measure(world) {
    const { zipFile, bytes } = await world.packaged();
    const files = Object.entries(unzipSync(await readFile(zipFile))).map(([name, content]) => ({
      name,
      bytes: content.length,
      gzippedBytes: gzipSync(content, { level: 9 }).length,
    }));
    const kilobytes = (value: number): string => figure(value / 1000);
    return {
      engines: [],
      tables: [
        {
          title: "Package",
          columns: [words("file"), numbers("kB"), numbers("kB gzipped")],
          rows: [
            ...files.map((file) => [file.name, kilobytes(file.bytes), kilobytes(file.gzippedBytes)]),
            ["the zip", kilobytes(files.reduce((sum, file) => sum + file.bytes, 0)), kilobytes(bytes)],
          ],
          howOften: "Once: the bytes are the same every time.",
          notes: ["The certificates are those of all environments' regions; the SDK and the driver are inside."],
        },
      ],
      goals: [atMost("package, gzipped", MAX_KB, bytes / 1000, "count", " kB")],
      figures: { zipBytes: bytes, files },
    };
  },
};

if (require.main === module) void main([packageSize]);
