import { changeElements, setElement, xmlText } from "../../../../../local/aws/gateway/answers/xml";

test("an element is set in its place, in the place of an empty one, or at the end", () => {
  expect(setElement("<a><b>1</b><c>2</c></a>", "b", "9")).toBe("<a><b>9</b><c>2</c></a>");
  expect(setElement("<a><b/><c>2</c></a>", "b", "9")).toBe("<a><b>9</b><c>2</c></a>");
  expect(setElement("<a><c>2</c></a>", "b", "9")).toBe("<a><c>2</c><b>9</b></a>");
  expect(setElement("<a></a>", "b", "$1 $& costs")).toBe("<a><b>$1 $& costs</b></a>");
});

test("every element of a name is changed, and no other whose name only begins so", () => {
  const xml = "<Parameter>1</Parameter><ParameterName>2</ParameterName><Parameter>3</Parameter>";
  expect(changeElements(xml, "Parameter", () => "!")).toBe("!<ParameterName>2</ParameterName>!");
});

test("the first text of an element is found", () => {
  expect(xmlText("<a><Name>x</Name><Name>y</Name></a>", "Name")).toBe("x");
  expect(xmlText("<a/>", "Name")).toBeUndefined();
});
