import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { debianMirror, readAptSourceFiles } from "../../../../../local/mysql/sources/debian/apt-sources";

const list = (...lines: string[]) => ({ name: "/etc/apt/sources.list", text: lines.join("\n") });
const stanzas = (...lines: string[]) => ({ name: "/etc/apt/sources.list.d/debian.sources", text: lines.join("\n") });

describe("the mirror of Debian, in a one-line list", () => {
  it.each([
    ["plain", "deb http://mirror.example/debian bookworm main"],
    ["with options", "deb [arch=amd64 signed-by=/usr/share/keyrings/k.gpg] http://mirror.example/debian trixie main"],
    ["indented and with a remark", "   deb  http://mirror.example/debian\tstable main contrib # ours"],
  ])("is found: %s", (_, line) => {
    expect(debianMirror([list(line)])).toBe("http://mirror.example/debian");
  });

  it("is not a commented, a source, a security, a disc's or another distribution's line", () => {
    const files = [
      list(
        "# deb http://commented.example/debian bookworm main",
        "deb-src http://source.example/debian bookworm main",
        "deb http://security.example/debian-security bookworm-security main",
        "deb cdrom:[Debian 12]/ bookworm main",
        "deb http://archive.example/ubuntu noble main",
        "deb https://packages.example/node_20.x nodistro main",
      ),
    ];
    expect(debianMirror(files)).toBeUndefined();
    expect(debianMirror([...files, list("deb http://mirror.example/debian sid main")])).toBe(
      "http://mirror.example/debian",
    );
  });
});

describe("the mirror of Debian, in stanzas", () => {
  it("is found, whatever the order, the case and the folding of the fields", () => {
    const file = stanzas(
      "# of the image",
      "Types: deb deb-src",
      "uris: http://mirror.example/debian",
      "Suites: bookworm-updates",
      "# http://snapshot.example/archive/debian/20250520T000000Z",
      "  bookworm",
      "Components: main",
      "",
      "Types: deb",
      "URIs: http://mirror.example/debian-security",
      "Suites: bookworm-security",
    );
    expect(debianMirror([file])).toBe("http://mirror.example/debian");
  });

  it("is not in a stanza that is switched off or for sources only", () => {
    expect(
      debianMirror([
        stanzas("Enabled: no", "Types: deb", "URIs: http://off.example/debian", "Suites: sid", ""),
        stanzas("Types: deb-src", "URIs: http://source.example/debian", "Suites: sid"),
      ]),
    ).toBeUndefined();
  });

  it("is not taken from the lines of an embedded key", () => {
    const file = stanzas(
      "Types: deb",
      "URIs: http://mirror.example/debian",
      "Suites: trixie",
      "Signed-By:",
      " -----BEGIN PGP PUBLIC KEY BLOCK-----",
      " .",
      " URIs: nonsense",
      " -----END PGP PUBLIC KEY BLOCK-----",
    );
    expect(debianMirror([file])).toBe("http://mirror.example/debian");
  });
});

describe("the files", () => {
  it("are those that apt reads: sources.list first, then .list and .sources by name, and no others", () => {
    const folder = mkdtempSync(join(tmpdir(), "apt sources "));
    mkdirSync(join(folder, "sources.list.d"));
    for (const name of ["b.sources", "a.list", "c.list.disabled"])
      writeFileSync(join(folder, "sources.list.d", name), name);
    expect(readAptSourceFiles(folder).map(({ text }) => text)).toEqual(["", "a.list", "b.sources"]);
    rmSync(folder, { recursive: true });
    expect(debianMirror(readAptSourceFiles(folder))).toBeUndefined();
  });
});
