/**
 * Tooltips of the page. Bars, steps and crosses carry an SVG title; the script shows it at once instead of after a second. For
 * the dots, which are one path per client, it looks up the nearest login in the embedded list `[x, y, text]`.
 */
export const PAGE_SCRIPT = `
"use strict";
(() => {
  const tip = document.getElementById("tip");
  const svg = document.querySelector("figure svg");
  const points = JSON.parse(document.getElementById("logins").textContent);
  const texts = new WeakMap();
  for (const title of svg.querySelectorAll("g > title")) {
    texts.set(title.parentNode, title.textContent);
    title.remove();
  }
  const nearest = (x, y) => {
    let best;
    let distance = 8;
    for (const point of points) {
      const away = Math.hypot(point[0] - x, point[1] - y);
      if (away < distance) [best, distance] = [point, away];
    }
    return best && best[2];
  };
  const textAt = (event) => {
    const box = svg.getBoundingClientRect();
    const size = svg.viewBox.baseVal;
    const login = nearest(((event.clientX - box.left) / box.width) * size.width, ((event.clientY - box.top) / box.height) * size.height);
    if (login) return login;
    for (let node = event.target; node && node !== svg; node = node.parentNode) if (texts.has(node)) return texts.get(node);
  };
  svg.addEventListener("pointermove", (event) => {
    const text = textAt(event);
    tip.hidden = !text;
    if (!text) return;
    tip.textContent = text;
    const box = tip.getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(event.clientX + 14, innerWidth - box.width - 4)) + "px";
    tip.style.top = (event.clientY + 18 + box.height > innerHeight ? event.clientY - box.height - 10 : event.clientY + 18) + "px";
  });
  svg.addEventListener("pointerleave", () => { tip.hidden = true; });
})();
`;
