import type { HttpResponse } from "../../secrets-manager/http-message";

/** A text between two tags. */
export const escapeXml = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

/** The text of the first element of this name, or undefined. */
export const xmlText = (xml: string, element: string): string | undefined =>
  new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1];

/** Changes every element of this name; `change` gets and gives the whole element, tags included. Elements of one name do not nest. */
export const changeElements = (xml: string, element: string, change: (whole: string) => string): string =>
  xml.replace(new RegExp(`<${element}>[\\s\\S]*?</${element}>`, "g"), (whole) => change(whole));

/** Sets an element inside another: in its place where it is, else at the end. `inner` is XML. */
export function setElement(whole: string, element: string, inner: string): string {
  const present = new RegExp(`<${element}\\s*/>|<${element}>[\\s\\S]*?</${element}>`);
  const made = `<${element}>${inner}</${element}>`;
  if (present.test(whole)) return whole.replace(present, () => made);
  return whole.replace(/<\/[^>]+>\s*$/, (end) => made + end);
}

const NAMESPACES = {
  ec2: "http://ec2.amazonaws.com/doc/2016-11-15/",
  rds: "http://rds.amazonaws.com/doc/2014-10-31/",
} as const;

/** The answer to an action that succeeded. `inner` is XML. */
export const xmlAnswer = (service: keyof typeof NAMESPACES, action: string, inner: string): HttpResponse => ({
  status: 200,
  headers: { "content-type": "text/xml" },
  body: `<${action}Response xmlns="${NAMESPACES[service]}">${inner}</${action}Response>`,
});
