import { nearestNode, nodesHere } from "../../../../../local/aws/gateway/functions/nearest-node";

const nodes = ["20.20.2", "22.3.0", "26.0.0"].map((version) => ({ command: `/node-${version}`, version }));

test.each([
  ["nodejs22.x", "22.3.0"],
  ["nodejs18.x", "20.20.2"],
  ["nodejs28.x", "26.0.0"],
  ["nodejs24.x", "26.0.0"],
])("for %s the nearest Node runs, the newer of two: %s", (runtime, version) => {
  expect(nearestNode(runtime, nodes).version).toBe(version);
});

test("for a runtime that is no Node, the one that runs this", () => {
  expect(nearestNode("python3.13", nodes).version).toBe("20.20.2");
});

test("the Node that runs this is the first of those here", () => {
  expect(nodesHere("")).toEqual([{ command: process.execPath, version: process.versions.node }]);
});
